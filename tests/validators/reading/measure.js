// What a rendered page of a book shows, measured inside its document. Each function takes a document.

/** The first words of an element, so that people find it. */
const named = element => {
    const text = element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)
    return `<${element.localName}${element.id ? ` id="${element.id}"` : ''}> “${text}”`
}

// Browsers give letters of formulas in the italics that they are shown in; NFKC makes plain letters of them.
const words = text => text.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? []

/** Elements that reach beyond the right edge of the screen, outermost ones alone. */
export const tooWide = document => {
    const edge = document.documentElement.clientWidth + 1
    const found = []
    for (const element of document.body.querySelectorAll('*')) {
        if (found.some(outer => outer.contains(element)) || inside(element, scrolls)) continue
        const box = element.getBoundingClientRect()
        if (box.width > 0 && box.right > edge) found.push(element)
    }
    return found.map(element => {
        const over = Math.round(element.getBoundingClientRect().right - edge)
        return `${named(element)} is ${over} px wider than the screen`
    })
}

const style = element => element.ownerDocument.defaultView.getComputedStyle(element)
const inside = (element, test) => {
    for (let outer = element.parentElement; outer; outer = outer.parentElement) if (test(outer)) return true
    return false
}
const scrolls = element => ['auto', 'scroll'].includes(style(element).overflowX)

/** Whether an element is there for screen readers alone: a box of one pixel. */
const forListeners = element => {
    const box = element.getBoundingClientRect()
    return style(element).position === 'absolute' && box.width <= 1 && box.height <= 1
}

/** Words of the source that are not on the screen: not displayed, or cut off by their box. */
export const lost = (document, source) => {
    const shown = new Map()
    for (const word of words(document.body.innerText)) {
        const key = word.toLowerCase()
        shown.set(key, (shown.get(key) ?? 0) + 1)
    }
    const found = []
    for (const element of source.querySelectorAll('[hidden], script, style, annotation')) element.remove()
    for (const word of words(spaced(source.body ?? source.querySelector('body')))) {
        const key = word.toLowerCase()
        const left = shown.get(key) ?? 0
        if (left === 0) found.push(word)
        else shown.set(key, left - 1)
    }
    const cut = [...document.body.querySelectorAll('*')].filter(element =>
        ['hidden', 'clip'].includes(style(element).overflowY)
        && element.scrollHeight > element.clientHeight + 2 && element.textContent.trim()
        && !forListeners(element))
    return [
        ...(found.length ? [`${found.length} words are not shown: ${found.slice(0, 8).join(' ')}`] : []),
        ...cut.map(element => `${named(element)} is cut off`),
    ]
}

/** Fonts of the style sheet that the browser cannot read; a file without outlines passes every validator. */
export const unreadable = async document => {
    const faces = [...document.fonts]
    await Promise.all(faces.map(face => face.load().catch(() => null)))
    return faces.filter(face => face.status === 'error')
        .map(face => `the font ${face.family} ${face.weight} ${face.style} cannot be read`)
}

/** The text of an element as a screen divides it: words of neighbouring blocks stay apart. */
const spaced = element => {
    const inline = new Set(['a', 'abbr', 'b', 'cite', 'code', 'dfn', 'em', 'i', 'kbd', 'mark', 'q', 's',
        'small', 'span', 'strong', 'sub', 'sup', 'u', 'var', 'wbr'])
    let text = ''
    for (const node of element.childNodes) {
        if (node.nodeType === 3) text += node.data
        else if (node.nodeType === 1) {
            text += inline.has(node.localName) ? spaced(node) : ` ${spaced(node)} `
        }
    }
    return text
}

/** Text whose contrast to its ground is under 4.5:1, or 3:1 where it is large (WCAG 2.2, 1.4.3). */
export const faint = (document, paper) => {
    const found = new Map()
    const walker = document.createTreeWalker(document.body, 4)
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement
        if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue
        const { color, fontSize, fontWeight } = style(element)
        const size = parseFloat(fontSize)
        const large = size >= 24 || size >= 18.66 && Number(fontWeight) >= 700
        const ratio = contrast(parse(color), ground(element, paper))
        if (ratio < (large ? 3 : 4.5)) {
            const key = `${element.localName}.${element.className} ${color}`
            found.set(key, `${named(element)} has a contrast of ${ratio.toFixed(1)} (${color})`)
        }
    }
    return [...found.values()]
}

const parse = color => color.match(/[\d.]+/g).map(Number)
const ground = (element, paper) => {
    for (let outer = element; outer; outer = outer.parentElement) {
        const colour = parse(style(outer).backgroundColor)
        if ((colour[3] ?? 1) > 0.5) return colour
    }
    return paper
}
const luminance = colour => {
    const [r, g, b] = colour.map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
}
