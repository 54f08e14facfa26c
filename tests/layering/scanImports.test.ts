import { expect, it } from 'vitest';
import { scanImports } from './scanImports.ts';

const specifiers = (source: string) => scanImports(source).map((site) => `${site.kind} ${site.specifier}`);

it('reads every form of import and re-export', () => {
  const source = `
    import './side.css';
    import a from './a.ts';
    import a2, { b as c, type D } from "./b.ts";
    import * as all from './c.ts';
    import type { E } from './d.ts';
    import type F from './e.ts';
    import {
      many, // a comment, from './no.ts'
      names,
    } from './f.ts';
    export * from './g.ts';
    export * as ns from './h.ts';
    export { x } from './i.ts';
    export type { Y } from './j.ts';
    import { type } from './k.ts';
    import type from './l.ts';
    const m = await import('./m.ts');
    type N = import('./n.ts').N;
    const o = require('./o.cjs');
    const p = await import(\`./p.ts\`);
    new Worker(new URL('./q.ts', import.meta.url), {});
  `;
  expect(specifiers(source)).toEqual([
    'value ./side.css',
    'value ./a.ts',
    'value ./b.ts',
    'value ./c.ts',
    'type ./d.ts',
    'type ./e.ts',
    'value ./f.ts',
    'value ./g.ts',
    'value ./h.ts',
    'value ./i.ts',
    'type ./j.ts',
    'value ./k.ts',
    'value ./l.ts',
    'dynamic ./m.ts',
    'dynamic ./n.ts',
    'value ./o.cjs',
    'dynamic ./p.ts',
    'address ./q.ts',
  ]);
});

it('is not fooled by comments, strings, templates, regular expressions and JSX text', () => {
  const source = `
    // import a from './no1.ts'
    /* import b from './no2.ts' */ /** import('./no3.ts') */
    const text = "import c from './no4.ts'"; const other = 'it\\'s import("./no5.ts")';
    const template = \`import d from './no6.ts' \${ nested(\`\${ {a: '}'} } export * from './no7.ts'\`) } import('./no8.ts')\`;
    const pattern = /import e from '.\\/no9.ts'/; const half = total / 2; const quotes = /['"\`/]/.test(x);
    const view = <p>Don't import the file from 'elsewhere' or \`here\` {/* import f from './no10.ts' */}</p>;
    object.import('./no11.ts'); object.require('./no12.ts'); import.meta.url;
    export const from = './no13.ts'; export function imported() { return './no14.ts'; }
    export { local }; export default './no15.ts'; const url = new URL('./no16.ts', base);
    import real from './yes.ts';
  `;
  expect(specifiers(source)).toEqual(['value ./yes.ts']);
});

it('sees the code inside a template', () => {
  expect(specifiers("const t = `a ${await import('./in.ts')} b`; import('./after.ts')")).toEqual([
    'dynamic ./in.ts',
    'dynamic ./after.ts',
  ]);
});

it('counts lines through everything that spans them', () => {
  const source =
    "/* one\n two */\nconst t = `\n${x}\n`;\n\nimport a from './a.ts';\nimport {\n  b,\n} from './b.ts';\n";
  expect(scanImports(source).map((site) => site.line)).toEqual([7, 8]);
});
