// Judges one book in one engine at one size, inside the browser.
import { faint, lost, tooWide, unreadable } from '/reading/measure.js'

const PAPER = { light: [255, 255, 255], dark: [18, 18, 18] }

const names = async url => {
    const text = await (await fetch(url)).text()
    return new DOMParser().parseFromString(text, 'application/xhtml+xml')
}

/** The labels that the navigation document itself lists in one of its lists. */
const listed = (nav, kind) => [...nav.querySelectorAll('nav')]
    .filter(list => list.getAttribute('epub:type') === kind)
    .flatMap(list => [...list.querySelectorAll('a')].map(link => link.textContent.trim()))

export const judge = async (engine, setting) => {
    const { open } = await import(`/reading/${engine}.js`)
    const book = await open('/book.epub', setting)
    window.book = book
    const findings = []
    const say = (where, texts) => findings.push(...texts.map(text => `${where}: ${text}`))
    if (setting.navigation) {
        const nav = await names('/unpacked/nav.xhtml')
        compare('contents', book.toc, listed(nav, 'toc'), say)
        compare('page list', book.pages, listed(nav, 'page-list'), say)
        if (!book.landmarks.length) say('landmarks', ['the engine finds none'])
    }
    const targets = setting.navigation ? await sorted(book, say) : new Map()
    for (const [index, path] of book.sections.entries()) {
        const shown = await book.show(index)
        // A long description opens at a touch.
        for (const details of shown.querySelectorAll('details')) details.open = true
        const source = await names(`/unpacked/${path.replace(/^\/?(EPUB\/)?/, '')}`)
        say(path, lost(shown, source))
        say(path, tooWide(shown))
        say(path, faint(shown, PAPER[setting.scheme]))
        say(path, inOrder(shown, targets.get(index) ?? []))
        // All chapters have one style sheet.
        if (setting.navigation && index === book.sections.length - 1) say('style', await unreadable(shown))
        if (setting.navigation && book.note) say(path, await notes(book, shown))
        await window.picture?.(path)
    }
    return findings
}

const compare = (what, found, wanted, say) => {
    const labels = found.map(entry => String(entry.label).trim())
    const missing = wanted.filter((label, index) => labels[index] !== label)
    if (missing.length || labels.length !== wanted.length) {
        say(what, [`the engine lists ${labels.length} of ${wanted.length} entries; first fault: ${missing[0] ?? labels[wanted.length]}`])
    }
}

/** The page markers of every section in the order of the page list. */
const sorted = async (book, say) => {
    const targets = new Map()
    let last = 0
    for (const entry of [...book.pages, ...book.toc]) {
        const target = await book.resolve(entry.href)
        if (!target) {
            say('navigation', [`“${entry.label}” leads nowhere`])
            continue
        }
        const isPage = book.pages.includes(entry)
        if (isPage && target.index < last) say('page list', [`page ${entry.label} is out of order`])
        if (isPage) last = target.index
        targets.set(target.index, [...(targets.get(target.index) ?? []), { ...entry, ...target, isPage }])
    }
    return targets
}

const inOrder = (shown, targets) => {
    const findings = []
    let before = null
    for (const target of targets) {
        const element = target.find(shown)
        if (!element?.nodeType) findings.push(`“${target.label}” is not found in the text`)
        else if (target.isPage) {
            if (before && !(before.compareDocumentPosition(element) & 4)) {
                findings.push(`page ${target.label} is out of order`)
            }
            before = element
        }
    }
    return findings
}

const notes = async (book, shown) => {
    const findings = []
    for (const link of shown.querySelectorAll('a[role="doc-noteref"], a.noteref')) {
        const note = await book.note(link)
        if (note?.type !== 'footnote') {
            findings.push(`the note ${link.textContent} is not recognised (${note?.type ?? 'nothing'})`)
        }
    }
    return findings
}
