-- Format 2. Ground data: rulings on names, of one article or (NULL) of the whole library.
CREATE TABLE ruling (
    id TEXT PRIMARY KEY,
    article TEXT REFERENCES page (id),
    json TEXT NOT NULL
) STRICT;

-- What was made by another reader or engine is looked for often.
CREATE INDEX article_by_makers ON article (reader, engine, id);
