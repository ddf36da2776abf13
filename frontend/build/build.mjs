// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Builds every asset into internal/web/static/dist: content-hashed names, manifest.json, and .br and .gz beside each
// file that gains from them. Same input, same bytes: nothing here depends on time or machine.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import * as sass from 'sass';
import { sprite } from './sprite.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const modules = join(root, 'node_modules');
const dist = join(root, '..', 'internal', 'web', 'static', 'dist');
const manifest = {};

await clean();
await fonts();
await add('icons.svg', await sprite(join(modules, 'bootstrap-italia', 'src', 'svg')));
await add('favicon.svg', await readFile(join(root, 'src', 'favicon.svg')));
await add('app.css', await css());
await add('app.js', await script());
await add('licenses.txt', await licenses());
await writeFile(join(dist, 'manifest.json'), JSON.stringify(sorted(manifest), null, 1) + '\n');

async function clean() {
  await mkdir(dist, { recursive: true });
  for (const name of await readdir(dist)) {
    if (name !== '.keep') await rm(join(dist, name), { recursive: true });
  }
}

async function add(name, content) {
  const bytes = Buffer.from(content);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const ext = extname(name);
  const hashed = `${name.slice(0, -ext.length)}-${digest}${ext}`;
  manifest[name] = hashed;
  await writeFile(join(dist, hashed), bytes);
  if (ext === '.woff2') return; // compressed already
  const best = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await writeFile(join(dist, `${hashed}.br`), brotliCompressSync(bytes, { params: best }));
  await writeFile(join(dist, `${hashed}.gz`), gzipSync(bytes, { level: 9 }));
}

async function fonts() {
  const files = join(modules, '@fontsource', 'titillium-web', 'files');
  for (const weight of [400, 600, 700]) {
    await add(`titillium-${weight}.woff2`, await readFile(join(files, `titillium-web-latin-${weight}-normal.woff2`)));
    await add(`titillium-ext-${weight}.woff2`, await readFile(join(files, `titillium-web-latin-ext-${weight}-normal.woff2`)));
  }
}

// css compiles the style sheet, lets esbuild shorten it, and puts the hashed name wherever it says asset:NAME.
async function css() {
  const compiled = sass.compile(join(root, 'scss', 'app.scss'), {
    style: 'expanded',
    loadPaths: [join(modules, 'bootstrap-italia', 'src', 'scss')],
    silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'],
    quietDeps: true,
  });
  const result = await build({
    stdin: { contents: compiled.css.replace(/asset:([\w.-]+)/g, (_, name) => hashedName(name)), loader: 'css' },
    bundle: true,
    minify: true,
    external: ['*.woff2'],
    charset: 'utf8',
    legalComments: 'none',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    write: false,
  });
  const text = result.outputFiles[0].text;
  if (text.includes('data:')) throw new Error('the style sheet holds a data: address, which the content policy refuses');
  return text;
}

function hashedName(name) {
  if (!manifest[name]) throw new Error(`the style sheet names an unknown asset: ${name}`);
  return manifest[name];
}

async function script() {
  const result = await build({
    entryPoints: [join(root, 'src', 'app.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  });
  return result.outputFiles[0].text;
}

// licenses keeps the notices that the licences of what we ship ask to keep (BSD-3-Clause, MIT, OFL-1.1).
async function licenses() {
  const parts = [];
  for (const name of ['bootstrap-italia', '@fontsource/titillium-web']) {
    const about = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'));
    parts.push(`${name} ${about.version}\n\n${await readFile(join(modules, name, 'LICENSE'), 'utf8')}`);
  }
  return parts.join('\n\n');
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
