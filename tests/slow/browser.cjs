// Opens pages in Chromium, light and dark, at 360 and 1280 px, and says what is wrong with each: sideways scroll, what axe
// finds, what the console says, and whatever the page asks for beside itself. Pictures of it go into a folder.
//
//     node tests/slow/browser.cjs FOLDER PAGE...        exit 1 if something is wrong
//
// `.ci/slow` installs what it needs: the packages axe-core and playwright-core of npm, and Chromium of the distribution.
'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const modules = process.env.NODE_MODULES || execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim();
const axe = fs.readFileSync(path.join(modules, 'axe-core/axe.min.js'), 'utf8');
const { chromium } = require(path.join(modules, 'playwright-core'));

const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'];

// In the page: how far it can be scrolled sideways, and which elements can by themselves.
function sideways() {
  const root = document.scrollingElement;
  const wide = [];
  if (root.scrollWidth > root.clientWidth) wide.push(`the page is ${root.scrollWidth} px wide, not ${root.clientWidth}`);
  for (const one of document.querySelectorAll('body *')) {
    const { overflowX } = getComputedStyle(one);
    if (one.scrollWidth > one.clientWidth && ['auto', 'scroll', 'hidden'].includes(overflowX) && one.clientWidth > 1) {
      wide.push(`<${one.localName}> holds ${one.scrollWidth} px in ${one.clientWidth}`);
    }
  }
  return wide;
}

// In the page: which texts stand out too little from the page. axe leaves those in a picture to a person.
function pale(selectors) {
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((part) => (part /= 255) && (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = getComputedStyle(document.body).backgroundColor;
  const ratio = (colour) => {
    const [dim, bright] = [light(colour), light(page)].sort((one, other) => one - other);
    return (bright + 0.05) / (dim + 0.05);
  };
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  return selectors.filter((selector) => !(ratio(style(selector).fill) >= 4.5));
}

async function problems(browser, file, width, colorScheme, folder) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  const url = `file://${path.resolve(file)}`;
  const found = [];
  page.on('console', (message) => found.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  page.on('request', (request) => request.url() === url || found.push(`it asks for ${request.url()}`));
  await page.goto(url);
  found.push(...(await page.evaluate(sideways)));
  // Not a script of the page: its policy allows none.
  await page.evaluate(axe);
  const { violations, incomplete } = await page.evaluate(() => axe.run());
  const inPicture = ({ html }) => html.startsWith('<text');
  for (const { id, help, nodes } of [...violations, ...incomplete]) {
    const drawn = id === 'color-contrast' ? nodes.filter(inPicture).map(({ target }) => target[0]) : [];
    const bad = await page.evaluate(pale, drawn);
    const count = nodes.length - drawn.length + bad.length;
    if (count) found.push(`axe: ${id}: ${help}: ${count} times, first at ${bad[0] || nodes[0].target}`);
  }
  const name = `${path.basename(file, '.html')}-${width}-${colorScheme}.png`;
  await page.screenshot({ path: path.join(folder, name), fullPage: true });
  await context.close();
  return found;
}

async function main([folder, ...files]) {
  fs.mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ARGS });
  let count = 0;
  for (const file of files) {
    for (const width of WIDTHS) {
      for (const scheme of SCHEMES) {
        const found = await problems(browser, file, width, scheme, folder);
        found.forEach((problem) => console.log(`${file}, ${width} px, ${scheme}: ${problem}`));
        count += found.length;
      }
    }
  }
  await browser.close();
  console.log(`${files.length} pages, ${WIDTHS.length} widths, ${SCHEMES.length} schemes: ${count} problems`);
  process.exitCode = files.length && !count ? 0 : 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 2;
});
