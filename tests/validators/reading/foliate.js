// The book in foliate-js.
import '/foliate-js/view.js'
import { FootnoteHandler } from '/foliate-js/footnotes.js'

const COLOURS = { light: ['#ffffff', '#000000'], dark: ['#121212', '#ffffff'] }

export const open = async (url, { scheme, zoom }) => {
    const view = document.createElement('foliate-view')
    document.body.append(view)
    let loaded
    view.addEventListener('load', event => { loaded = event.detail })
    await view.open(url)
    const { book } = view
    view.renderer.setAttribute('flow', 'scrolled')
    view.renderer.setAttribute('margin', '8')
    const [paper, ink] = COLOURS[scheme]
    document.documentElement.style.background = paper
    view.renderer.setStyles(`html { color-scheme: ${scheme}; color: ${ink}; font-size: ${zoom}%; }`)
    const show = async index => {
        loaded = null
        await view.goTo(index)
        const current = loaded ?? view.renderer.getContents()[0]
        await current.doc.fonts?.ready
        await Promise.all([...current.doc.images].map(image => image.decode().catch(() => {})))
        return current.doc
    }
    const resolve = async href => {
        const target = await book.resolveHref(href)
        return target && { index: target.index, find: document => href.includes('#') ? target.anchor(document) : document.body }
    }
    return {
        sections: book.sections.map(section => section.id),
        toc: flat(book.toc, entry => entry.subitems),
        pages: flat(book.pageList, entry => entry.subitems),
        landmarks: book.landmarks ?? [],
        show, resolve,
        // The handler that shows a note above the page; it says what it took for the note.
        note: async link => {
            const handler = new FootnoteHandler()
            const href = view.book.sections[loaded?.index ?? 0].resolveHref(link.getAttribute('href'))
            const text = new Promise(done => handler.addEventListener('render', event =>
                done({ type: event.detail.type, hidden: event.detail.hidden })))
            handler.addEventListener('before-render', event => {
                event.detail.view.style.display = 'none'
                document.body.append(event.detail.view)
            })
            const handled = handler.handle(book, { detail: { a: link, href }, preventDefault() {} })
            return handled && Promise.race([text, new Promise(done => setTimeout(done, 3000))])
        },
    }
}

const flat = (entries, below) => (entries ?? []).flatMap(entry =>
    [{ href: entry.href, label: entry.label }, ...flat(below(entry), below)])
