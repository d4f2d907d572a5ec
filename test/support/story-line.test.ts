import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languages } from '../../core/base/text/languages';
import { lines, writeProcess } from '../stories/sdr/line';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-story-'))));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(languages)('names every message of the process after that of its channel (%s)', (language) => {
	const [bpmn] = writeProcess(language, { folder, supabase: 'http://127.0.0.1:1' });
	const names = [...readFileSync(bpmn!, 'utf8').matchAll(/<bpmn:message id="customer-wrote([^"]*)" name="([^"]*)"/g)];
	expect(names.map(([, , name]) => name)).toEqual(['', '-unanswered', '-returned'].map((what) => lines[language].message + what));
});
