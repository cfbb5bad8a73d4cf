// Renders an EPUB in two reading systems, foliate-js and epub.js, and says what readers would miss.
//
// Usage: node index.mjs TOOLS BOOK.epub [FOLDER FOR PICTURES]
// Prints one finding a line; the exit code is 1 if there is one, and 2 if the book could not be judged.
import { createServer } from 'node:http'
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [tools, epub, pictures] = process.argv.slice(2)
const modules = join(tools, 'ace/node_modules')
const require = createRequire(join(modules, 'index.js'))
const { default: puppeteer } = await import(require.resolve('puppeteer-core'))
const JSZip = require('jszip')

const TYPES = { '.js': 'text/javascript', '.html': 'text/html', '.xhtml': 'application/xhtml+xml' }
const here = dirname(fileURLToPath(import.meta.url))
const bytes = await readFile(epub)
const archive = await JSZip.loadAsync(bytes)
const PAGE = `<!DOCTYPE html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>html, body { margin: 0; height: 100% } foliate-view { display: block; height: 100% }</style>
<script src="/jszip/dist/jszip.min.js"></script><script src="/epubjs/dist/epub.min.js"></script><body>`

const content = async path => {
    if (path === '/') return PAGE
    if (path === '/book.epub') return bytes
    if (path.startsWith('/unpacked/')) return archive.file(`EPUB/${path.slice(10)}`).async('nodebuffer')
    if (path.startsWith('/reading/')) return readFile(join(here, basename(path)))
    return readFile(join(modules, path))
}
const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
    try {
        const body = await content(path)
        response.setHeader('content-type', path === '/' ? TYPES['.html'] : TYPES[extname(path)] ?? 'application/octet-stream')
        response.end(body)
    } catch {
        response.writeHead(404).end()
    }
})
await new Promise(done => server.listen(0, '127.0.0.1', done))

// A telephone, a tablet and a desk; the telephone also at twice the size of text.
const SETTINGS = [[360, 100], [360, 200], [768, 100], [1200, 100]].flatMap(([width, zoom]) =>
    ['light', 'dark'].map(scheme => ({ width, zoom, scheme, navigation: width === 768 && scheme === 'light' })))

const profile = await mkdtemp(join(tmpdir(), 'satz-reading-'))
const browser = await puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
    userDataDir: profile,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
const findings = new Set()
try {
    for (const engine of ['foliate', 'epubjs']) {
        for (const setting of SETTINGS) {
            const name = `${engine} ${setting.width} px ${setting.scheme} ${setting.zoom} %`
            const page = await browser.newPage()
            await page.setViewport({ width: setting.width, height: 800 })
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: setting.scheme }])
            await page.goto(`http://127.0.0.1:${server.address().port}/`)
            if (pictures) {
                const folder = join(pictures, name.replaceAll(' ', '-').replace('-%', ''))
                await mkdir(folder, { recursive: true })
                await page.exposeFunction('picture', path =>
                    page.screenshot({ path: join(folder, `${basename(path, '.xhtml')}.png`) }).then(() => null))
            }
            const found = await page.evaluate(
                async (engine, setting) => (await import('/reading/page.js')).judge(engine, setting),
                engine, setting)
            for (const finding of found) findings.add(`${name}: ${finding}`)
            await page.close()
        }
    }
} catch (error) {
    console.error(error)
    process.exitCode = 2
} finally {
    await browser.close()
    server.close()
    await rm(profile, { recursive: true, force: true })
}
for (const finding of findings) console.log(finding)
if (findings.size) process.exitCode ||= 1
