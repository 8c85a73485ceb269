# Actions: menu, palette, tooltips.
action-open-files = Open files…
action-open-folder = Open folder…
action-back = Back
action-forward = Forward
action-next-article = Next article
action-previous-article = Previous article
action-find = Find in this story
action-find-next = The next place found
action-find-previous = The place found before
find-count = { $at } of { $count }
find-none = not in this story
find-mark-all = Mark all
find-close = Stop finding
action-search = Search the library
action-palette = All commands
action-mark = Mark
action-note = Write a note
action-delete-mark = Delete mark
action-next-mark = Next mark
action-previous-mark = Previous mark
action-next-mention = Next mention
action-previous-mention = Previous mention
action-undo = Undo
action-redo = Redo
action-copy = Copy
action-select-all = Select all
action-escape = Let go
action-export-article = Export this article’s notes…
action-export-library = Export all notes…
action-export-work = Export marks and rulings for another library…
action-remove-article = Remove this article
action-remove-samples = Remove the sample articles
action-toggle-library = Show or hide the library
action-toggle-panel = Show or hide the panel
action-tab-related = Related
action-tab-entities = Entities
action-tab-notes = Notes
action-class-person = People: show or hide
action-class-place = Places: show or hide
action-class-organization = Organisations: show or hide
action-class-treaty = Treaties: show or hide
action-class-date = Dates: show or hide
one-person = a person
one-place = a place
one-organization = an organisation
one-treaty = a treaty
one-date = a date
action-larger-text = Larger text
action-smaller-text = Smaller text
action-reset-text = Reset text size
action-theme-system = Theme: as the system
action-theme-light = Theme: light
action-theme-sepia = Theme: sepia
action-theme-dark = Theme: dark
action-theme-black = Theme: black
action-language-system = Language: as the system
action-language-indonesian = Language: Indonesian
action-language-english = Language: English
action-back-up = Make a backup
action-backups = Backups …
action-help = Keyboard help
action-quit = Quit
color-1 = yellow
color-2 = green
color-3 = blue
color-4 = pink
color-5 = purple
color-6 = orange
color-7 = teal
color-8 = grey

# Counts.
count-articles = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}

# Exports.
inferred = inferred
note = Note
export-library-file = Sorot notes
export-work-file = Sorot marks
export-collections = Collections
export-library-title = Notes from the library

# Classes.
class-person = People
class-place = Places
class-organization = Organisations
class-treaty = Treaties
class-date = Dates

# Dates.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
date = { $day } { $month } { $year }

# The story.
reader-text = Story text
reader-source = Source: { $name }
reader-editor = Editor: { $name }
reader-minutes = { $count } min read
reader-title-derived = Title made from the opening sentence
reader-show-note = Show note
reference-without-title = (title not recorded)
reference-missing-hint = This story is not in the library yet; once imported, the link joins by itself
link-resolved = Saved
link-uncertain = Saved, not certain
link-ambiguous = Several fit
link-missing = Not saved
name-uncertain = Not certain
name-counts = Mention { $place } of { $here } here · { $library } in { $articles } articles of the library

# Why a name was marked.
facts-title = According to this text:
facts-parties = Parties: { $detail }
facts-signed = Signing: { $detail }
facts-clauses = Clauses: { $detail }
facts-denied = { $detail } (said not to have happened)
facts-intended = { $detail } (planned or called for)

why-known-name = A name known from the list
why-alias-of = Another name for { $detail }
why-after-title = Follows the title “{ $detail }”
why-after-cue = Follows the word “{ $detail }”
why-short-form-of = Short for { $detail } in this text
why-one-of = Unclear who is meant: { $detail }
why-abbreviation-of = Abbreviation of { $detail }
why-speaks = Speaks or acts: “{ $detail }”
why-quoted-title = “{ $detail }” with a quoted title
why-named-treaty = “{ $detail }” with a proper name
why-described-treaty = “{ $detail }” with a description
why-points-back = Points to an agreement that is not named plainly
why-points-back-to = Points back to { $detail }
why-date = A date pattern
why-date-inferred = A date pattern; the year was worked out
why-masthead = From the head of the story
why-seen-elsewhere = Named more plainly elsewhere as { $detail }
why-model = The model’s judgement
why-ruled = Your decision
why-ruled-here = Your decision about this mention

# Marks and notes.
note-hint = Write a note
note-done = Done
note-go = Show in the text
mark-moved = Moved: the text shifted
mark-suspect = Not certain: the text changed, please check
mark-lost = Its text is gone
notes-none = No marks yet. Select text, then press H or a number 1–8.

# The library column.
search-hint = Search the library
search-nothing = Nothing fits
library-empty = The library is empty
library-unreadable = The library cannot be read
samples-here = There are sample articles
samples-remove = Remove samples
count-marks = { $count ->
    [one] { $count } mark
   *[other] { $count } marks
}

# Two texts side by side
action-compare = Compare versions and copies
action-compare-next = Next change
action-compare-previous = Change before
compare-title = Side by side
compare-one = First text
compare-two = Second text
compare-version = Version { $number } · { $when }
compare-current = read now
compare-copy = Copy: { $title }
compare-alike = Both texts say the same.
compare-changes = Change { $at } of { $count }
compare-legend = − gone   + new   ~ changed
compare-kept = Same
compare-changed = Changed
compare-gone = Gone
compare-new = New
compare-word-gone = [gone: { $words }]
compare-word-new = [new: { $words }]

# Copies
action-fold-copies = Fold copies in the list, or show all
copies-fold = One row for copies
copies-unfold = Show all copies
copies-share = { $share } % the same
copies-indirect = copy of a copy
copies-compare = Compare
related-copies = Copies of this text
count-copies = { $count ->
    [one] { $count } copy
   *[other] { $count } copies
}

# The panel.
panel-empty = No story is open
related-out = Named by this story
related-in = Naming this story
related-none-out = No references
related-none-in = No other story refers here yet
entities-none = No names were found
entities-hidden = not shown
entity-counts = { $here } here, { $library } in { $articles } articles
entity-walk = To the next mention

# Bars.
menu-main = Menu
menu-export = Export
menu-open = Open
menu-text = Text, theme, language
menu-armed = Mark colour
menu-split-before = Split before “{ $word }”
menu-other-tag = Another tag…
legend-show = Show: { $class }
legend-hide = Hide: { $class }
shell-close-column = Close column
status-place = { $percent } % · { $minutes } min left
status-mention = { $place }/{ $count }
status-renewing = Names renewed: { $done } of { $total } articles
status-importing = Importing { $done } of { $total }
status-pace = { $megabytes } MB · { $rate } files/s · { $left } left
status-seconds = { $count } s
status-minutes = { $count } min
status-cancel = Stop the import
palette-hint = Type the name of a command
help-title = Keys
help-mouse = Click a name to go to its next mention; double-click to select a word; hold Shift to extend the selection.
group-reading = Reading
group-marking = Marking
group-notes = Notes and filing
group-names = Names
group-library = Library
group-window = Window
welcome-title = Open the stories you saved
welcome-hint = Drop files or folders on this window, or choose below
drop-here = Drop to import

# Import.
fail-empty = The file is empty
fail-binary = Not a text or saved page: it looks like { $detail }
fail-encoding = The text’s encoding could not be recognised
fail-too-large = Too large: at most { $detail } MB
fail-damaged = Damaged or cut off: { $detail }
fail-rest-damaged = The rest is damaged or cut off: { $detail }
fail-too-many = The archive holds too many files (at most { $detail })
fail-no-body = The export names this story without its text
fail-no-text = No readable text in the page
fail-not-of-the-web = Its address is none of the web
fail-locked = Encrypted; asks for a password
fail-unknown-compression = Compressed in a way that is not read
fail-grows-too-much = Becomes more than { $detail } times as large when unpacked
fail-protected = Encrypted by a copy protection (DRM)
fail-longer-than-a-story = Longer than any story: at most { $detail } characters
fail-too-many-lines = More lines than any story: at most { $detail }
fail-system = The system refused: { $detail }
fail-not-a-file = Not a plain file
fail-too-deep = An archive too deep in other archives
fail-panicked = The reader failed on this file
fail-refused = The library did not take it in
fail-gone = There is no such file or folder
fail-forbidden = Reading it is not permitted
fail-no-memory = Not enough memory to read it
fail-too-long = Reading it took too long
fail-taken-away = You took it out of the library before
fail-hidden = A hidden folder
fail-system-file = A hidden file, or one that the system keeps for itself
fail-page-parts = Parts of the page beside it
fail-outside = A link to a folder outside those that are imported
doubt-bytes = { $count } unreadable bytes were replaced or left out
doubt-repaired-letters = letters that were saved in the wrong encoding were put back
doubt-encoding = the text’s encoding was guessed: { $name }
doubt-reference = “{ $marker }” without a title
doubt-whole-page = no main text was found; the whole page was kept
doubt-pages = { $count ->
    [one] page { $pages } of this story is missing
   *[other] pages { $pages } of this story are missing
}
doubt-unread-pages = { $count ->
    [one] page { $pages } of { $of } could not be read whole
   *[other] pages { $pages } of { $of } could not be read whole
}
doubt-long = the text is very long
doubt-cut-off = the saved page seems to be cut off
outcome-new = New
outcome-version = New version
outcome-same = Already there
outcome-wanted = Wanted
outcome-skipped = Left alone
outcome-failed = Unreadable

# Notices.
notice-dismiss = Dismiss message
notice-settings-aside = The settings file was damaged; it was set aside as { $path }. The defaults are used.
notice-settings-unreadable = The settings could not be read or written: { $reason }
notice-library = The library refused: { $reason }
notice-library-busy = The library is in use by another program. Try again when that has finished
notice-library-full = The disk is full. Nothing was changed
notice-library-damaged = The library file is damaged. Nothing was changed; restore it from a copy
notice-library-changed = The text of this story has changed. Open it again, then mark
notice-library-newer = That library was made by a newer version of Sorot
notice-library-old = That library was made by an older version of Sorot and may not be written, so it cannot be brought up to date
notice-library-itself = That is this library itself
notice-library-file = { $path }: { $reason }
notice-no-dialog = File dialogs are not available: xdg-desktop-portal does not run. Drop files onto the window, or use the sorot command in a terminal
notice-exported = Exported to { $path }
notice-export-failed = { $path } could not be written: { $reason }
notice-ruled = { $count ->
    [one] Ruling kept; it holds in 1 article
   *[other] Ruling kept; it holds in { $count } articles
}
rule-right = Right
rule-wrong = Not a name
rule-ask = Your ruling:
rule-everywhere = In every article ({ $count })
notice-undone = Undone: { $what }
notice-redone = Redone: { $what }
notice-article-removed = Article removed
notice-samples-removed = { $count } sample articles removed

# Operations.
operation-import = import
operation-remove-article = remove article
operation-remove-samples = remove samples
operation-annotate = new mark
operation-edit-annotation = edit mark
operation-delete-annotation = delete mark
operation-rule = ruling on names
operation-revoke-ruling = revoke ruling
operation-reading = reading position
operation-reanchor = re-anchor marks

## Backups
backups-title = Backups
backups-hint = Restoring one puts it in place of the library; what is there now is backed up first. Backups are made by the hour and thinned out to one a day and one a week.
backups-none = There are no backups yet.
backup-automatic = automatic
backup-asked = asked for
backup-before-format = before an update
backup-before-restore = before a restore
backup-restore = Restore the backup of { $made }
backup-restore-short = Restore
notice-backed-up = Backed up: { $path }
notice-restored = The backup is in place; what was there before is in { $path }
notice-restore-stands = Ctrl+Z does not undo a restore. Ctrl+Z once more undoes an older step of the restored library
restore-undo = Put back what was there before
notice-backup-failed = The backup failed: { $reason }
notice-library-read-only = This library can only be read: its file or folder may not be written
notice-broke-off = Sorot met a fault of its own, and this work broke off. Nothing that was kept is lost; try again

action-caret = Show or hide the text caret
action-select-sentence = Select the sentence, then the next one
action-pen-like = Pen with the colour and tags of this mark
action-mark-on = Move the mark on by a word
action-mark-back = Move the mark back by a word
action-move-letter-forward = Caret: next letter
action-move-letter-back = Caret: previous letter
action-move-word-forward = Caret: to the end of the word
action-move-word-back = Caret: to the start of the word
action-move-sentence-forward = Caret: to the next sentence
action-move-sentence-back = Caret: to the start of the sentence
action-move-line-down = Caret: line down
action-move-line-up = Caret: line up
action-move-line-end = Caret: end of the line
action-move-line-start = Caret: start of the line
action-move-paragraph-forward = Caret: to the end of the paragraph
action-move-paragraph-back = Caret: to the start of the paragraph
action-move-page-down = Caret: page down
action-move-page-up = Caret: page up
action-move-text-end = Caret: end of the text
action-move-text-start = Caret: start of the text
action-extend-letter-forward = Extend selection: next letter
action-extend-letter-back = Extend selection: previous letter
action-extend-word-forward = Extend selection: to the end of the word
action-extend-word-back = Extend selection: to the start of the word
action-extend-sentence-forward = Extend selection: to the next sentence
action-extend-sentence-back = Extend selection: to the start of the sentence
action-extend-line-down = Extend selection: line down
action-extend-line-up = Extend selection: line up
action-extend-line-end = Extend selection: end of the line
action-extend-line-start = Extend selection: start of the line
action-extend-paragraph-forward = Extend selection: to the end of the paragraph
action-extend-paragraph-back = Extend selection: to the start of the paragraph
action-extend-page-down = Extend selection: page down
action-extend-page-up = Extend selection: page up
action-extend-text-end = Extend selection: end of the text
action-extend-text-start = Extend selection: start of the text
action-pen = Pen: mark each selection at once
action-mark-all = Mark every place of these words
action-edge-end-on = Lengthen the end of the mark by a word
action-edge-end-back = Shorten the end of the mark by a word
action-edge-start-back = Lengthen the start of the mark by a word
action-edge-start-on = Shorten the start of the mark by a word
action-split-mark = Split the mark at the caret
action-join-marks = Join the mark with the next one
status-pen = Pen on – Esc to put it down
mark-start = Start of the mark
mark-end = End of the mark
notice-no-place-to-split = Nothing was split: put the caret (F7) into a mark, or select the words to take out of it
notice-nothing-to-split = Nothing was split: the caret or the selection is not inside a mark
notice-nothing-to-join = Nothing was joined: choose a mark first, or put the caret into it
notice-none-to-join-with = No mark follows that this one could be joined with
notice-marked-all = { $count ->
    [0] There is no new place to mark.
    [one] One place marked.
   *[other] { $count } places marked.
}
action-mark-in = Mark: { $color }
action-name-colors = Name the colours of marks
colors-title = Names of colours
colors-hint = The names are used in menus, the list of notes and exports
action-steps = History of steps
steps-title = History
steps-hint = Click a step to go back to it; what was taken back can be done again
steps-none = Nothing was done yet
steps-start = Before the first step
step-now = here
step-taken-back = taken back
step-count = { $count } items
step-took-both = both were taken
step-took-neither = neither was taken
step-took-one = one was taken
step-took = “{ $author }” was taken
step-untagged = no tags
step-placed = put on other words
step-certain = place settled
step-reached-more = more than { $count } articles
step-articles = { $count ->
    [one] one article
   *[other] { $count } articles
}
step-marks = { $count ->
    [one] one mark
   *[other] { $count } marks
}
step-rulings = { $count ->
    [one] one ruling
   *[other] { $count } rulings
}
step-filings = { $count ->
    [one] one filing
   *[other] { $count } filings
}
step-wishes = { $count ->
    [one] one wanted story
   *[other] { $count } wanted stories
}
action-rule-right = This name is right
action-rule-wrong = This is not a name
action-name-person = These words name a person
action-name-place = These words name a place
action-name-organization = These words name an organisation
action-name-treaty = These words name a treaty
action-rule-edges = The name covers the selected words
action-pick-entity = Choose the entity of this name
action-next-scope = Change how far rulings reach
action-accept-shown = Accept all names that show
action-ledger = Ledger of rulings
notice-accepted = { $count ->
    [0] No name shows.
    [one] One name that shows was accepted.
   *[other] { $count } names that show were accepted.
}
rule-entity = Entity …
scope-mention = This mention alone
scope-article = This article
scope-library = The whole library
status-scope = Rulings: { $scope }
proposal-title = A ruling on the whole library
proposal-count = Mentions: { $mentions }, in { $count ->
    [one] 1 article. Example:
   *[other] { $count } articles. Examples:
}
proposal-count-least = Mentions: { $mentions } or more, in { $count ->
    [one] 1 article. Example:
   *[other] { $count } articles. Examples:
}
proposal-yes = Rule
proposal-no = Cancel
pick-title = Choose an entity
pick-names = These words name it
pick-same = The two are one
pick-other = This is another
pick-hint = Name of an entity, known or new
pick-counts = { $articles ->
    [one] 1 article
   *[other] { $articles } articles
}
pick-new = New entity: { $name }
name-selection = This is a name:
name-edges = Edges of the name
pick-listed = from the lists of names
ledger-all = All
ledger-mentions = { $count ->
    [one] { $count } mention today
   *[other] { $count } mentions today
}
ledger-title = Ledger of rulings
ledger-none = Nothing was ruled yet
ledger-hint = Search the rulings
ledger-count = { $count ->
    [one] 1 ruling
   *[other] { $count } rulings
}
ledger-revoke = Revoke: { $ruling }
ledger-removed = a removed article
ruled-accept = { $on } names { $to }
ruled-reject = { $on } is no name
ruled-retype = { $on } is { $to }
ruled-respan = { $on } should be “{ $to }”
ruled-alias = { $on } names { $to }
ruled-merge = { $on } and { $to } are one
ruled-split = { $on } is { $to }, not the others
operation-file = filing
operation-settle-difference = settled difference
operation-merge = merge of another library
action-pen-tag = Pen with a tag: mark each selection with it at once
action-rate = Rate source and information
action-tags = Tags: rename or merge
pen-tag = Tag of the pen
pen-tag-hint = Type tags with commas between them, then Enter. Esc cancels.
rating-hint = A letter for the source, then a digit for the information.
rating-remove = no rating
tags-none = No tags yet
tags-hint = Choose a tag, type its new name, then Enter.
tag-rename = Rename the tag { $tag }
tag-merges = Joined with #{ $tag } ({ $count })
action-star = Give or take away the star
action-mark-read = Call it read or unread
action-marks = Notes of the whole library
action-wanted = Wanted stories
doubts-title = Marks in doubt
action-doubts = List the marks in doubt
doubts-none = No mark is in doubt
doubts-count = { $count ->
    [one] 1 mark waits to be settled
   *[other] { $count } marks wait to be settled
}
doubts-was = Before
doubts-proposed = Proposed place
doubts-no-place = Not found in the text as it is now
doubts-accept = Accept this place
doubts-select = Put on the selected text
doubts-detach = Let go from the text
mark-detached = Let go from the text
action-next-doubt = Go to the next mark in doubt
action-settle-mark = The mark is right here, or on the selected words
filing-read = Read
rating = Rating of source and information (Admiralty code)
rating-none = Rating
reliability-a = completely reliable source
reliability-b = usually reliable source
reliability-c = fairly reliable source
reliability-d = not usually reliable source
reliability-e = unreliable source
reliability-f = reliability cannot be judged
credibility-1 = confirmed by other sources
credibility-2 = probably true
credibility-3 = possibly true
credibility-4 = doubtful
credibility-5 = improbable
credibility-6 = truth cannot be judged
tag-add = + tag
tag-remove = Remove tag { $tag }
collection-add = + collection
article-note = Note on the article
article-note-add = Write a note on the article
article-note-edit = Change the note on the article
note-edit = Change the note
wanted-title = Wanted stories
wanted-hint = Search titles, addresses and tags
wanted-count = { $count } of { $total } stories that the library lacks
wanted-references = named by { $count ->
    [one] one reference
   *[other] { $count } references
}
wanted-collection = kept in { $name }
wanted-kept = kept by its address
wanted-source = from { $name }
wanted-copy = Copy the address
marks-title = Notes of the whole library
marks-hint = Search quotes, notes and tags
marks-count = { $count } of { $total } marks
marks-noted = With a note
marks-in-doubt = In doubt
marks-tag = Tag
marks-any-tag = Every tag
status-doubtful = { $count ->
    [one] 1 mark in doubt
   *[other] { $count } marks in doubt
}
notice-words-gone = The words of this mark are gone: select where it belongs now, then press V
notice-no-doubts = No mark is in doubt any more
marks-author = Author
marks-any-author = Every author
marks-since = Since
marks-until = Until
marks-day-hint = yyyy-mm-dd
notice-mark-gone = The chosen mark was deleted outside this window
notice-link-gone = This link leads nowhere any more: its story, entity or mark is not there
notice-address-copied = Address copied
link-offers = Link to
link-story = story
link-entity = entity
link-mark = mark
link-gone = not there any more
link-copy = { $address } – click to copy the address
related-noted = Notes that point here

## Several people's work
action-agreement = Agreement of two people
action-merge-folder = Merge another library…
action-merge-file = Merge a backup or a file of marks…
merge-report-title = What the merge met
merge-report-count = { $count ->
    [one] One place where both libraries said something else; nothing is lost
   *[other] { $count } places where both libraries said something else; nothing is lost
 }
merge-report-ours = here: { $said }
merge-report-ours-holds = here, holds: { $said }
merge-report-theirs = there: { $said }
merge-report-theirs-holds = there, holds: { $said }
merge-report-mark = Mark changed on both sides
merge-report-deleted = Deleted here, changed there
merge-report-rating = Two ratings
merge-report-note = Two notes
merge-report-ruling = Two rulings
author-final = final layer
agreement-title = Agreement of two people
agreement-nobody = This needs marks of two people. Merge the library of somebody else first.
agreement-person = Person
agreement-running = Comparing …
agreement-here = Only this story
agreement-articles = { $count ->
    [one] one story
   *[other] { $count } stories
 } that both marked; kappa counts words
agreement-exact = alike
agreement-kappa = kappa
agreement-f1-exact = F1, same edges
agreement-f1-overlap = F1, touching
agreement-any = every colour
agreement-no-name = no name
agreement-take-agreed = { $count ->
    [one] Put the mark that both made into the final layer
   *[other] Put the { $count } marks that both made into the final layer
 }
agreement-count = { $count ->
    [0] No differences
    [one] One difference, { $open } open
   *[other] { $count } differences, { $open } open
 }
agreement-open = open
agreement-take-one = Take “{ $one }”
agreement-take-two = Take “{ $two }”
agreement-take-both = Take both
agreement-take-neither = Take neither
agreement-go = Go there
status-merging = Merging story { $done } of { $total }
notice-merged = Merged: { $stories } new stories, { $marks } marks, { $rulings } rulings.
notice-merged-doubtful = { $count } of the marks are in doubt.
notice-merged-conflicts = { $count } conflicts: nothing is lost; see the tag “conflict” and the stories' tags and notes.
notice-merged-failed = { $count } things could not be read.
notice-merged-unfinished = It was called off; merging again goes on from here.
notice-merge-failed = That could not be merged: { $reason }
mark-others = Also here:
notes-filter = Filter
operation-rename-tag = rename tag

## Reports of imports
action-imports = Reports of imports
imports-title = Imports
imports-hint = Choose an import to see what became of each file
imports-none = No imports yet
imports-running = running
imports-finished = finished
imports-stopped = stopped
imports-broken-off = broke off
imports-taken-back = taken back
imports-watched = watched folder
imports-no-files = no files
imports-count-new = { $count } new
imports-count-version = { $count ->
    [one] { $count } new version
   *[other] { $count } new versions
}
imports-count-same = { $count } already there
imports-count-wanted = { $count } wanted
imports-count-skipped = { $count } left alone
imports-count-failed = { $count } unreadable
imports-more = and { $count } more
imports-all = All imports
imports-retry = Try the unreadable ones again
imports-resume = Go on
imports-copy-all = Copy all
imports-copy-chosen = Copy the chosen ones
imports-save = Save as CSV…
imports-words = Search files, titles and reasons
imports-any = All
imports-lines = { $count } of { $total } files
imports-searching = still searching…
imports-open = Open: { $title }
imports-file = import-report
imports-file-column = file
imports-outcome-column = outcome
imports-about-column = story or reason
imports-doubts-column = doubts
notice-import = Import finished: { $counts }
notice-import-watched = From the watched folder: { $counts }
notice-import-unfinished = Import not finished: { $counts }
notice-import-show = Show
notice-lines-copied = { $count } lines copied
notice-story-gone = This story is not in the library any more
action-watch = Watch a folder…
watch-title = Watched folders
watch-hint = What is saved into them is imported when Sorot starts and while it runs
watch-path = Type a folder’s path, then press Enter
watch-choose = Choose a folder…
watch-end = Watch { $folder } no longer
notice-watch-trouble = Watched folder: { $path } cannot be read. { $reason }
