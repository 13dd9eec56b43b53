-- Routines of the person's own: the picture beside the name, as in `library.routine.RoutineIcon`, and
-- how long the fade takes, in minutes; NULL for the built-in picture, and for the fade of the settings.
ALTER TABLE routine ADD COLUMN icon TEXT;
ALTER TABLE routine ADD COLUMN fade_minutes INTEGER CHECK (fade_minutes > 0);
