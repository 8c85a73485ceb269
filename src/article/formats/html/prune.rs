//! What an extractor leaves of a page's machinery within the story: captions, share bars, author boxes, lists of other
//! stories. Found by the names that pages give to such parts, by how much of a part is links, and by what lines say.

use dom_query::NodeRef;

use super::blocks::{following, is_one_of};

/// Words in the class or id of parts that are no story, in lower case.
const PARTS: &[&str] = &[
    "caption",
    "credit",
    "credits",
    "byline",
    "related",
    "recommended",
    "recommendations",
    "recirc",
    "trending",
    "popular",
    "mostread",
    "newsletter",
    "newsletters",
    "subscribe",
    "subscription",
    "promo",
    "promos",
    "social",
    "share",
    "sharing",
    "shares",
    "sharedaddy",
    "comment",
    "comments",
    "breadcrumb",
    "breadcrumbs",
    "advert",
    "advertisement",
    "ads",
    "ad",
    "sponsor",
    "sponsored",
    "tags",
    "taglist",
    "timestamp",
    "author",
    "bio",
    "readmore",
    "toolbar",
    "widget",
    "outbrain",
    "taboola",
    "signup",
    "copyright",
    "tools",
    "pubdate",
    "paywall",
    "screenreader",
];

/// Elements that are such parts or lists.
const ELEMENTS: &[&str] = &[
    "div",
    "section",
    "aside",
    "ul",
    "ol",
    "dl",
    "p",
    "table",
    "span",
    "header",
    "footer",
    "nav",
    "form",
    "figure",
    "li",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "small",
    "time",
    "blockquote",
];

/// A part is at most this share of the text: what holds more is the story, whatever it is called.
const LARGEST_SHARE: f32 = 0.25;
/// A named part is at most this long, in bytes.
const LONGEST_PART: usize = 900;
/// From this share of text in links on, a part is a list of links.
const LINKS: f32 = 0.8;
/// Letters of the shortest title, in bytes: a linked word or two is none.
const SHORTEST_TITLE: usize = 25;

/// Takes out of the extracted `content` what is no story.
pub(super) fn prune(content: NodeRef<'_>) {
    let total = content.text().len();
    let mut next = content.first_child();
    while let Some(node) = next {
        let after = following(node, content.id);
        if node.is_element() && is_one_of(&node, ELEMENTS) && is_part(&node, total) {
            node.remove_from_parent();
            next = after;
        } else {
            next = node.first_child().or(after);
        }
    }
}

fn is_part(node: &NodeRef<'_>, total: usize) -> bool {
    let text = node.text();
    let length = text.trim().len();
    if length as f32 > total as f32 * LARGEST_SHARE {
        return false;
    }
    length <= LONGEST_PART && is_named_so(node) && !holds_quotation(node) || is_list_of_links(node, length)
}

/// Posts of social media are quoted in boxes that are named after those.
fn holds_quotation(node: &NodeRef<'_>) -> bool {
    let mut next = node.first_child();
    while let Some(inner) = next {
        if is_one_of(&inner, &["blockquote"]) {
            return true;
        }
        next = inner.first_child().or_else(|| following(inner, node.id));
    }
    is_one_of(node, &["blockquote"])
}

/// Whether the class or id has one of the words.
fn is_named_so(node: &NodeRef<'_>) -> bool {
    // The id of a heading or a section is often made of its words.
    let names: &[&str] =
        if is_one_of(node, &["section", "h2", "h3", "h4", "h5", "h6"]) { &["class"] } else { &["class", "id"] };
    names.iter().copied().filter_map(|name| node.attr(name)).any(|value| {
        let lower = value.to_ascii_lowercase();
        lower.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|word| PARTS.contains(&word))
    })
}

/// Whether nearly all of its text is links to elsewhere, and they are as long as titles.
fn is_list_of_links(node: &NodeRef<'_>, length: usize) -> bool {
    if length < SHORTEST_TITLE || is_one_of(node, &["span", "blockquote", "table"]) {
        return false;
    }
    let mut linked = 0;
    let mut titles = 0;
    let mut next = node.first_child();
    while let Some(inner) = next {
        if is_one_of(&inner, &["a"]) {
            let words = inner.text();
            let words = words.trim();
            linked += words.len();
            // An address that is spelt out is no title.
            titles += usize::from(words.len() >= SHORTEST_TITLE && words.contains(' '));
            next = following(inner, node.id);
        } else {
            next = inner.first_child().or_else(|| following(inner, node.id));
        }
    }
    titles > 0 && linked as f32 >= length as f32 * LINKS
}

/// Lines that are nothing else, in lower case without outer signs.
const LINES: &[&str] = &[
    "advert",
    "comment",
    "comments",
    "view comments",
    "post comment",
    "leave a comment",
    "add comment",
    "trending",
    "more",
    "related",
    "related articles",
    "related stories",
    "related topics",
    "related news",
    "read next",
    "up next",
    "see also",
    "you may also like",
    "recommended",
    "most popular",
    "most read",
    "don't miss",
    "don’t miss",
    "see more",
    "read more",
    "learn more",
    "share this",
    "share this article",
    "order reprints",
    "print article",
    "print",
    "text size",
    "by",
    "enlarge image",
    "view author archive",
    "email the author",
    "follow on twitter",
    "get author rss feed",
    "staff",
    "sign up",
    "subscribe",
    "log in",
    "more stories",
    "top stories",
    "latest news",
    "follow us",
    "home",
    "news",
    "something to consider",
    "baca selengkapnya",
    "berita terkini",
    "berita populer",
    "terpopuler",
    "rekomendasi untuk anda",
];

/// What short lines begin with that are addressed to the visitor or say something of the page, in lower case.
const OPENINGS: &[&str] = &[
    "read more:",
    "read more about",
    "see more:",
    "related:",
    "also read",
    "read also",
    "more from ",
    "more articles from",
    "don't miss",
    "watch:",
    "listen:",
    "download:",
    "itunes:",
    "published:",
    "updated:",
    "posted:",
    "first published",
    "last updated",
    "image:",
    "(image:",
    "(image ",
    "photo:",
    "(photo",
    "source: ",
    "follow us ",
    "follow @",
    "follow ap",
    "sign up ",
    "subscribe to ",
    "click here ",
    "write to ",
    "view author",
    "tell us what you think",
    "share on ",
    "post comment",
    "image copyright",
    "image caption",
    "media caption",
    "this video is ",
    "if you enjoyed this article",
    "join our ",
    "download our ",
    "get the latest",
];

/// The longest line that an opening makes a call, in characters.
const LONGEST_CALL: usize = 220;

/// Whether a line of a page is a call to the visitor or says something of the page.
pub(super) fn is_call(line: &str) -> bool {
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|letter: char| !letter.is_alphanumeric());
    let opening = lower.trim_start_matches(['|', '-', '–', '•', '*', '>', '»', ' ']);
    LINES.contains(&bare)
        || line.chars().count() <= LONGEST_CALL && OPENINGS.iter().any(|known| opening.starts_with(known))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;
    use std::collections::HashMap;

    fn pruned(html: &str) -> Vec<String> {
        let page = Document::fragment(html);
        prune(page.root());
        super::super::blocks::blocks(page.root(), &HashMap::new(), true).lines
    }

    const STORY: &str = "Petani di lereng gunung itu memanen padi lebih awal karena hujan turun terus sejak awal bulan, dan harga gabah ikut naik di pasar kabupaten hingga pekan ini, kata seorang pedagang yang ditemui di kiosnya pada Senin pagi.";

    #[test]
    fn parts_with_telling_names_and_lists_of_links_are_cut() {
        let html = format!(
            "<div><p>{STORY}</p><div class='img-caption'>Foto: sawah</div><p>{STORY}</p>\
             <ul><li><a href='a'>Harga gabah naik di tiga kabupaten</a></li><li><a href='b'>Hujan turun sampai akhir bulan ini</a></li></ul>\
             <p><a href='c'>Panen raya ditunda karena cuaca buruk</a></p></div>"
        );
        assert_eq!(pruned(&html), [STORY, STORY]);
    }

    #[test]
    fn a_story_whose_box_has_such_a_name_stays() {
        let html =
            format!("<div class='share related'><p>{STORY}</p><p>{STORY} <a href='a'>kata pedagang</a></p></div>");
        assert_eq!(pruned(&html).len(), 2);
    }

    #[test]
    fn calls_are_told_from_sentences() {
        for line in ["Read more: Prices rise", "| UPDATED: 11:05", "Comments", "Don't miss"] {
            assert!(is_call(line), "{line}");
        }
        for line in ["Comments by the minister were heard.", "Berita itu benar.", "More rain is expected."] {
            assert!(!is_call(line), "{line}");
        }
    }
}
