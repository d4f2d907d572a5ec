import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobTypes } from '../../bpmn/job-types';

const docs = join(__dirname, '..');
const pageOf = (type: string, ending: string) => `job-types/${type.replace(':', '-')}.${ending}`;

test.each(['md', 'pt.md'])('every job type has a page: docs/job-types/troupe-<name>.%s', (ending) => {
	const pages = jobTypes.map((type) => pageOf(type, ending));
	expect(pages.filter((page) => !existsSync(join(docs, page)))).toEqual([]);
});

test.each(['md', 'pt.md'])('docs/index.%s links the page of every job type', (ending) => {
	const text = readFileSync(join(docs, `index.${ending}`), 'utf8');
	expect(jobTypes.filter((type) => !text.includes(`](${pageOf(type, ending)})`))).toEqual([]);
});

test.each(['cli.md', 'cli.pt.md', 'rules/known-job-type.md'])('docs/%s names every job type', (page) => {
	const text = readFileSync(join(docs, page), 'utf8');
	expect(jobTypes.filter((type) => !text.includes(`\`${type}\``))).toEqual([]);
});
