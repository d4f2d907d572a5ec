import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { globSync } from 'node:fs';
import { checkCopy } from '../../database/back-up';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openStore } from '../../manifests/registry/store/open-store';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { hostVectorCache } from '../../providers/compose/knowledge/host-vector-cache';
import { openKnowledgeStore } from '../../providers/compose/knowledge/knowledge-store';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { composeMeter } from '../../providers/compose/models/usage';
import { closeOpened } from '../../providers/compose/open-once';
import { knownSchemas } from './known-schemas';

const root = join(__dirname, '../..');

it('names every database that the source opens in the home', () => {
	const rooms = ['core', 'database', 'providers', 'manifests', 'engine-adapter', 'nodes', 'cli'];
	const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...rooms], { cwd: root, encoding: 'utf8' });
	const files = listed.split('\n').filter((file) => file.endsWith('.ts') && !/\.(?:test|contract)\.ts$|\/kills\/|known-schemas/.test(file));
	const names = files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/'([a-z-]+\.db)'/g)].map(([, name]) => name));
	expect([...new Set(names)].sort()).toEqual(Object.keys(knownSchemas).sort());
});
