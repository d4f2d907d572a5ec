import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSeenTools, type SeenTools } from './seen-tools';
import { testSeenTools } from './seen-tools.contract';

let folder: string;
let opened: SeenTools[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-seen-tools-'));
	opened = [];
});
afterEach(async () => {
	for (const tools of opened) await tools.close();
	rmSync(folder, { recursive: true, force: true });
});

testSeenTools((tenant = 'default') => {
	const tools = openSeenTools(join(folder, 'n8n-tools.db'), tenant);
	opened.push(tools);
	return tools;
});
