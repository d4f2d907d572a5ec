import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCopy } from '../../database/back-up';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openStore } from '../../manifests/registry/store/open-store';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { composeVectorCache } from '../../providers/compose/knowledge/host-vector-cache';
import { openKnowledgeStore } from '../../providers/compose/knowledge/knowledge-store';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { composeUsageStore } from '../../providers/compose/models/usage';
import { composeSettings } from '../../providers/compose/state/settings';
import { openStateDatabase } from '../../database/state-database';
import { accessSchema } from '../../providers/state/api-key-store';
import { flagSchema } from '../../providers/state/flags/flag-store';
import { nodeCallSchema } from '../../providers/state/calls/node-calls';
import { eventSchema } from '../../providers/state/events/event-schema';
import { channelSchema } from '../../providers/state/channels/channel-schema';
import { inboxSchema } from '../../providers/state/channels/deliveries/inbox-schema';
import { crmCallSchema } from '../../providers/state/calls/crm-calls';
import { qualitySchema } from '../../providers/state/quality/quality-schema';
import { toolRequestSchema } from '../../providers/state/requests/tool-request-store';
import { workflowCallSchema } from '../../providers/state/calls/workflow-calls';
import { credentialSchema } from '../../providers/state/credentials/credential-schema';
import { sandboxRunSchema } from '../../providers/state/sandbox/sandbox-run-schema';
import { seenToolsSchema } from '../../providers/state/seen-tools';
import { openFormerConversations } from '../../providers/state/conversations/former-conversations';
import { offerSchema } from '../../providers/state/offers/offer-store';
import { knownSchemas } from './known-schemas';

const root = join(__dirname, '../..');

it('names every database that the source opens in the home', () => {
	const rooms = ['core', 'database', 'providers', 'manifests', 'engine-adapter', 'nodes', 'cli'];
	const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...rooms], { cwd: root, encoding: 'utf8' });
	const files = listed.split('\n').filter((file) => file.endsWith('.ts') && !/\.(?:test|contract)\.ts$|\/kills\/|known-schemas/.test(file));
	const names = files.flatMap((file) =>
		[...readFileSync(join(root, file), 'utf8').matchAll(/'([a-z0-9-]+\.db)'/g)].map(([, name]) => name),
	);
	expect([...new Set(names)].sort()).toEqual(Object.keys(knownSchemas).sort());
});

it.each(['docs/operations/service.md', 'docs/operations/service.pt.md'])('each is in the list of files in %s', (page) => {
	const text = readFileSync(join(root, page), 'utf8');
	expect(Object.keys(knownSchemas).filter((file) => !text.includes(`\`${file}\``))).toEqual([]);
});

it('knows the schema that each store creates', async () => {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-schemas-'));
	const host = { stateFolder, providers: {}, database: '' };
	try {
		const engine = await openEmbeddedEngine({ file: join(stateFolder, 'engine.db') });
		await engine.close();
		await (await openStore(join(stateFolder, 'registry.db'))).close();
		await (await openKnowledgeStore(host, {})).close();
		// Opens the vault, the memory, the runs and the states of conversations.
		await runMemoryTask({ operation: 'forget', person: 'nobody' }, host, new AbortController().signal);
		await (await composeViolationLog(host)).last();
		await (await composeUsageStore(host)).entries(0, 1, 1);
		await (await openTenants(host))!.list();
		await (await composeVectorCache(host))!.forget(['a text']);
		await (await composeSettings({ stateFolder }))!.read('*', 'budgets');
		await openFormerConversations(join(stateFolder, 'conversations.db'), 'default').isEmpty();
		const [place, nothing] = [(name: string) => join(stateFolder, name), () => Promise.resolve()];
		await openStateDatabase(place('access.db'), accessSchema).read('', nothing);
		await openStateDatabase(place('credentials.db'), credentialSchema).read('', nothing);
		await openStateDatabase(place('node-calls.db'), nodeCallSchema).read('', nothing);
		await openStateDatabase(place('crm-calls.db'), crmCallSchema).read('', nothing);
		await openStateDatabase(place('workflow-calls.db'), workflowCallSchema).read('', nothing);
		await openStateDatabase(place('channels.db'), channelSchema).read('', nothing);
		await openStateDatabase(place('channels-inbox.db'), inboxSchema).read('', nothing);
		await openStateDatabase(place('flags.db'), flagSchema).read('', nothing);
		await openStateDatabase(place('tool-requests.db'), toolRequestSchema).read('', nothing);
		await openStateDatabase(place('quality.db'), qualitySchema).read('', nothing);
		await openStateDatabase(place('n8n-tools.db'), seenToolsSchema).read('', nothing);
		await openStateDatabase(place('offers.db'), offerSchema).read('', nothing);
		await openStateDatabase(place('sandbox-runs.db'), sandboxRunSchema).read('', nothing);
		await openStateDatabase(place('events.db'), eventSchema).read('', nothing);
		const created = Object.keys(knownSchemas).map(async (name) => [name, await checkCopy(join(stateFolder, name))]);
		expect(Object.fromEntries(await Promise.all(created))).toEqual(knownSchemas);
	} finally {
		rmSync(stateFolder, { recursive: true, force: true });
	}
});
