// Opens a web page in Chromium as a file, as its readers do, and says what they would miss.
//
// Usage: node index.mjs TOOLS PAGE.html [FOLDER FOR PICTURES]
// Prints one finding a line; the exit code is 1 if there is one, and 2 if the page could not be judged.
import { access, mkdtemp, mkdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [tools, file, pictures] = process.argv.slice(2)
const modules = join(tools, 'ace/node_modules')
const require = createRequire(join(modules, 'index.js'))
const { default: puppeteer } = await import(require.resolve('puppeteer-core'))
const axe = await readFile(join(modules, '@daisy/axe-core-for-ace/axe.min.js'), 'utf8')
const address = pathToFileURL(resolve(file)).href

const profile = await mkdtemp(join(tmpdir(), 'satz-web-'))
const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
    userDataDir: profile,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
})
const findings = new Set()

// What the page shows at one width and in one colour scheme.
const judge = async (page, name) => {
    const seen = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth > innerWidth,
        headings: document.querySelectorAll('h1').length,
        language: document.documentElement.lang,
        pictures: [...document.images].filter(image => image.complete && image.naturalWidth === 0).map(image => image.src),
    }))
    if (seen.wide) findings.add(`${name}: something is wider than the screen`)
    if (seen.headings !== 1) findings.add(`the page has ${seen.headings} headings of level 1`)
    if (!seen.language) findings.add('the page names no language')
    for (const picture of seen.pictures) findings.add(`the picture ${picture} is not shown`)
    const { violations } = await page.evaluate(() => axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }))
    for (const { id, nodes } of violations) findings.add(`${name}: ${id}: ${nodes[0].html.slice(0, 120)}`)
}

// Every link within the folder leads to a file, and every place within the page exists.
const judgeLinks = async page => {
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href], link[href]')].map(link => link.href))
    for (const link of new Set(links)) {
        const url = new URL(link)
        if (url.protocol !== 'file:') continue
        const place = decodeURIComponent(url.hash.slice(1))
        url.hash = ''
        await access(fileURLToPath(url)).catch(() => findings.add(`the link to ${link} leads nowhere`))
        if (place && url.href === address && !await page.$(`[id="${place}"]`)) findings.add(`there is no place ${place}`)
    }
}

try {
    for (const width of [360, 768, 1200]) {
        for (const scheme of ['light', 'dark']) {
            const page = await browser.newPage()
            await page.setViewport({ width, height: 800 })
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
            page.on('request', request => {
                if (/^https?:/.test(request.url())) findings.add(`the page fetches ${request.url()}`)
            })
            page.on('pageerror', error => findings.add(`a script fails: ${error.message}`))
            await page.goto(address, { waitUntil: 'load' })
            await page.evaluate(axe)
            await judge(page, `${width} px ${scheme}`)
            if (width === 360 && scheme === 'light') await judgeLinks(page)
            if (pictures) {
                await mkdir(pictures, { recursive: true })
                await page.screenshot({ path: join(pictures, `${width}-${scheme}.png`) })
            }
            await page.close()
        }
    }
} catch (error) {
    console.error(error)
    process.exitCode = 2
} finally {
    await browser.close()
    await rm(profile, { recursive: true, force: true })
}
for (const finding of findings) console.log(finding)
if (findings.size > 0) process.exitCode ??= 1
