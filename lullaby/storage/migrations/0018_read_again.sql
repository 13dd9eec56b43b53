-- Files that could not be read are tried once more at the next scan: readers know more kinds and tags now.
UPDATE track SET fault = 'no answer' WHERE origin = 'file' AND fault IN ('unreadable', 'not audio');
