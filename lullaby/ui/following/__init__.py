"""Words that follow a voice: asks to listen, shows what is heard, and moves the words."""
