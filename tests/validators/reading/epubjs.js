// The book in epub.js, which its page loads as a plain script.

const COLOURS = { light: ['#ffffff', '#000000'], dark: ['#121212', '#ffffff'] }

export const open = async (url, { scheme, zoom }) => {
    const book = window.ePub(url)
    await book.ready
    const place = document.body.appendChild(document.createElement('div'))
    const rendition = book.renderTo(place, { width: innerWidth, height: innerHeight, flow: 'scrolled-doc' })
    const [paper, ink] = COLOURS[scheme]
    rendition.themes.register('scheme', { html: { 'color-scheme': scheme }, body: { color: ink, background: paper } })
    rendition.themes.select('scheme')
    rendition.themes.fontSize(`${zoom}%`)
    const sections = []
    book.spine.each(section => sections.push(section.href))
    const show = async index => {
        await rendition.display(sections[index])
        const shown = rendition.getContents()[0].document
        await shown.fonts?.ready
        await Promise.all([...shown.images].map(image => image.decode().catch(() => {})))
        return shown
    }
    const resolve = async href => {
        const section = book.spine.get(href.split('#')[0])
        const id = href.split('#')[1]
        return section && {
            index: section.index,
            find: document => id ? document.getElementById(id) : document.body,
        }
    }
    return {
        sections,
        toc: flat(book.navigation.toc),
        pages: book.pageList.pageList.map(page => ({ href: page.href, label: String(page.page) })),
        landmarks: book.navigation.landmarks,
        show, resolve,
    }
}

const flat = entries => entries.flatMap(entry =>
    [{ href: entry.href, label: entry.label.trim() }, ...flat(entry.subitems ?? [])])
