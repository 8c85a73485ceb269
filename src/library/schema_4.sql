-- Format 4. Derived data: the names of an article, packed, with what the engine proposed before a person ruled, so that a
-- ruling is obeyed without finding every name anew. Names that an older format kept stay in article.mentions until then.
CREATE TABLE names (
    number INTEGER PRIMARY KEY,
    engine INTEGER NOT NULL,
    proposed BLOB NOT NULL,
    mentions BLOB NOT NULL
) STRICT;

-- Rulings whose reach is still to be looked for, in the articles from this number on.
CREATE TABLE sweep (
    id INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    next INTEGER NOT NULL
) STRICT;
