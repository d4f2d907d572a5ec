import { TroupeError } from '../../../core/base/errors';
import type { GateSubject, ManifestReference } from '../../../core/ports/manifests';
import type { ScannedPackage } from '../../scan/scan-installation';
import type { HookContext } from './agent-nodes';
import { createHooks, type HookGates } from './workflow-hooks';

const reference: ManifestReference = {
	package: 'n8n-nodes-troupe',
	version: '1.0.0',
	sha256: 'c'.repeat(64),
	keyId: 'author-1',
	root: 'pinned',
	development: false,
};
const tampered = new TroupeError({
	code: 'MANIFEST_TAMPERED',
	message: 'The file dist/a.js was changed: SHA-256 expected 1, found 2',
	fix: 'Reinstall the package.',
	details: { file: 'dist/a.js' },
});

const weather = { name: 'n8n-nodes-weather', version: '1.0.0', folder: '/nodes/n8n-nodes-weather', from: 'community' } as const;
const unknown: ScannedPackage = { ...weather, state: 'unknown', mayRun: true, reason: 'No manifest names it' };

function hooksOver(
	answer: ManifestReference | Error,
	found: ScannedPackage | TroupeError = unknown,
	how: Partial<Pick<HookGates, 'isTroupeElsewhere' | 'warning'>> = {},
) {
	const asked: GateSubject[] = [];
	const lines: string[] = [];
	let opened = 0;
	const reply = async () => {
		if (answer instanceof Error) throw answer;
		return answer;
	};
	const gate: HookGates['own'] = {
		admit: (subject) => {
			asked.push(subject);
			return reply();
		},
		verify: reply,
		status: () => Promise.reject(new Error('not asked')),
	};
	const others: HookGates['others'] = {
		admit: async (nodeType) => {
			if (found instanceof TroupeError) throw found;
			asked.push({ kind: 'node', name: nodeType, version: NaN });
			return [found];
		},
		report: async () => ({ userFolder: '/home', unknownPackages: 'allow', packages: found instanceof TroupeError ? [] : [found] }),
	};
	const hooks = createHooks(
		async () => {
			opened++;
			return { own: gate, folder: __dirname, others, isTroupeElsewhere: () => false, ...how };
		},
		(line) => lines.push(line),
	);
	return { hooks, asked, lines, opened: () => opened };
}

const ours = { name: 'Support', type: 'n8n-nodes-troupe.troupeAgent', typeVersion: 1 };
const theirs = { name: 'Set', type: 'n8n-nodes-base.set', typeVersion: 3 };

describe('the hooks of n8n', () => {
	it('ask nothing and open nothing for a workflow without our nodes', () => {
		const { hooks, opened } = hooksOver(reference);
		const [preExecute] = hooks.workflow.preExecute;
		expect(preExecute?.({ nodes: { Set: theirs } })).toBeUndefined();
		expect(preExecute?.({})).toBeUndefined();
		expect(opened()).toBe(0);
	});

	it.each([
		['a workflow that runs', { nodes: { Set: theirs, Support: ours } }],
		['a workflow as it is stored', { nodes: [theirs, ours] }],
	])('ask for each of our nodes in %s', async (_what, workflow) => {
		const { hooks, asked } = hooksOver(reference);
		await hooks.workflow.activate[0]?.(workflow);
		await hooks.workflow.preExecute[0]?.(workflow);
		expect(asked).toEqual([1, 2].map(() => ({ kind: 'node', name: ours.type, version: 1 })));
	});

	it('pass over a disabled node', () => {
		const { hooks } = hooksOver(tampered);
		expect(hooks.workflow.preExecute[0]?.({ nodes: [{ ...ours, disabled: true }] })).toBeUndefined();
	});

	it('stop the run with one message that names node, file, hashes and fix', async () => {
		const { hooks } = hooksOver(tampered);
		await expect(hooks.workflow.preExecute[0]?.({ nodes: [ours] })).rejects.toMatchObject({
			code: 'MANIFEST_TAMPERED',
			message: 'The node "Support" may not run. The file dist/a.js was changed: SHA-256 expected 1, found 2. Reinstall the package.',
			details: { file: 'dist/a.js', node: 'Support' },
		});
	});

	it('stop the run when the gate itself breaks', async () => {
		const { hooks } = hooksOver(new Error('no disk'));
		await expect(hooks.workflow.preExecute[0]?.({ nodes: [ours] })).rejects.toMatchObject({ message: expect.stringContaining('no disk') });
	});

	it('say the decision when n8n is ready, and let n8n start whatever it is', async () => {
		const allowed = hooksOver(reference);
		await allowed.hooks.n8n.ready[0]?.();
		expect(allowed.lines).toEqual([
			expect.stringContaining('n8n-nodes-troupe 1.0.0 may run: manifest cccccccccccc, signed by author-1, under the pinned root'),
			'[troupe] n8n-nodes-weather 1.0.0 is unknown and may run, because the policy allows unknown packages: No manifest names it',
		]);
		const refused = hooksOver(tampered);
		await refused.hooks.n8n.ready[0]?.();
		expect(refused.lines[0]).toContain('No Troupe node will run: The file dist/a.js was changed');
		const development = hooksOver({ ...reference, root: 'bundled', development: true });
		await development.hooks.n8n.ready[0]?.();
		expect(development.lines[0]).toContain('a development root (bundled)');
	});
});

describe('the start of n8n', () => {
	const lines: string[] = [];
	const waiting: Array<() => Promise<void>> = [];
	const start = (openGates: () => Promise<HookGates>) =>
		createHooks(
			openGates,
			(line) => lines.push(line),
			(work) => void waiting.push(work),
		).n8n.ready[0]!();
	const gates = (verify: jest.Mock) =>
		({
			own: { verify },
			others: { report: async () => ({ userFolder: '/', unknownPackages: 'allow', packages: [] }) },
			isTroupeElsewhere: () => false,
		}) as never as HookGates;

	it('does not wait until the packages are judged', async () => {
		const verify = jest.fn().mockResolvedValue(reference);
		await start(async () => gates(verify));
		expect({ lines, calls: verify.mock.calls }).toEqual({ lines: [], calls: [] });
		await waiting[0]!();
		expect(lines).toEqual([expect.stringContaining('n8n-nodes-troupe 1.0.0 may run')]);
	});

	it('ends where the settings are invalid', async () => {
		const invalid = new TroupeError({ code: 'INPUT_INVALID', message: 'TROUPE_STALE_POLICY is invalid.' });
		await expect(start(() => Promise.reject(invalid))).rejects.toBe(invalid);
	});
});

describe('the hooks of n8n, for packages of others', () => {
	const forecast = { name: 'Forecast', type: 'n8n-nodes-weather.weather', typeVersion: 1 };

	it('let an unknown one run where the policy does, and say so once', async () => {
		const { hooks, lines, asked } = hooksOver(reference);
		for (const guard of [hooks.workflow.activate[0], hooks.workflow.preExecute[0]]) await guard?.({ nodes: [theirs, forecast, forecast] });
		expect(asked).toHaveLength(2);
		expect(lines).toEqual([expect.stringContaining('n8n-nodes-weather 1.0.0 is unknown and may run') as string]);
	});

	it('stop the run of one that may not, with what to do about it', async () => {
		const { hooks } = hooksOver(reference, tampered);
		await expect(hooks.workflow.preExecute[0]?.({ nodes: [forecast] })).rejects.toMatchObject({
			code: 'MANIFEST_TAMPERED',
			message: 'The node "Forecast" may not run. The file dist/a.js was changed: SHA-256 expected 1, found 2. Reinstall the package.',
		});
	});

	it.each(['n8n-nodes-base.set', '@n8n/n8n-nodes-langchain.agent', '@n8n/n8n-nodes-langchain.chatTrigger'])(
		'ask nothing about n8n itself: %s',
		(type) => {
			const { hooks, opened } = hooksOver(reference, tampered);
			expect(hooks.workflow.preExecute[0]?.({ nodes: [{ name: 'x', type, typeVersion: 1 }] })).toBeUndefined();
			expect(opened()).toBe(0);
		},
	);
});

describe('the hooks of n8n, from another folder than the installed Troupe', () => {
	const isTroupeElsewhere = () => true;

	it('refuse a node of an installed package that may not run, although that of the hook file may', async () => {
		const { hooks } = hooksOver(reference, tampered, { isTroupeElsewhere });
		await expect(hooks.workflow.preExecute[0]?.({ nodes: [ours] })).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
	});

	it('allow the run where both may run, and report both', async () => {
		const installed: ScannedPackage = { ...weather, name: 'n8n-nodes-troupe', state: 'approved', mayRun: true };
		const { hooks, asked, lines } = hooksOver(reference, installed, { isTroupeElsewhere });
		await hooks.workflow.preExecute[0]?.({ nodes: [ours] });
		expect(asked).toHaveLength(2);
		await hooks.n8n.ready[0]?.();
		expect(lines).toEqual([
			expect.stringContaining('n8n-nodes-troupe 1.0.0 may run') as string,
			'[troupe] n8n-nodes-troupe 1.0.0 is approved and may run',
		]);
	});
});

describe("the hooks of n8n, for workflows of n8n's engine v2", () => {
	const settings = { engineType: 'v2' };

	it('refuse one with nodes of a package when it is published, with what to do', async () => {
		const { hooks, lines } = hooksOver(reference);
		await expect(hooks.workflow.activate[0]?.({ nodes: [theirs, ours], settings })).rejects.toMatchObject({
			code: 'MANIFEST_NOT_APPROVED',
			message: expect.stringMatching(/^The node "Support" may not run\. .*engine v2.*Select the standard engine/s) as string,
		});
		expect(lines).toHaveLength(1);
	});

	it("leave alone one with n8n's own nodes, and those of the standard engine", async () => {
		const { hooks } = hooksOver(reference);
		expect(hooks.workflow.activate[0]?.({ nodes: [theirs], settings })).toBeUndefined();
		await expect(hooks.workflow.activate[0]?.({ nodes: [ours], settings: { engineType: 'v1' } })).resolves.toBeUndefined();
	});

	it('say that one was saved whose nodes of a package run unchecked by hand', () => {
		const { hooks, lines } = hooksOver(reference);
		for (const workflow of [{ nodes: [ours] }, { nodes: [theirs], settings }, { name: 'Sales', nodes: [ours], settings }])
			hooks.workflow.afterUpdate[0]!(workflow);
		expect(lines).toEqual([expect.stringMatching(/^\[troupe\] Warning: the workflow "Sales" uses n8n's engine v2\. Run by hand/)]);
	});

	it('say when n8n starts that it is on', async () => {
		const { hooks, lines } = hooksOver(reference, unknown, { warning: 'engine-v2 is on' });
		await hooks.n8n.ready[0]?.();
		expect(lines[0]).toBe('[troupe] Warning: engine-v2 is on');
	});
});

describe('the hook file', () => {
	it('exports what n8n registers, and nothing else', async () => {
		const file = await import('./n8n-hooks');
		const hooks = Object.fromEntries(Object.entries(file).map(([resource, operations]) => [resource, Object.keys(operations as object)]));
		expect(hooks).toEqual({ n8n: ['ready'], workflow: ['preExecute', 'activate', 'afterCreate', 'afterUpdate'], agent: ['preExecute'] });
	});

	it('write one line to the log, whatever a node is called', async () => {
		const { hooks, lines } = hooksOver(tampered);
		const forging = { ...ours, name: 'Support\r\n[troupe] n8n-nodes-troupe 1.0.0 may run\u2028\u001b[2J' };
		await expect(hooks.workflow.preExecute[0]!({ nodes: [forging] })).rejects.toThrow('dist/a.js');
		expect(lines).toEqual([expect.stringMatching(/^\[troupe\] The node "Support[^\p{Cc}\u2028\u2029]*$/u)]);
	});
});

describe('the hook of n8n before a published agent runs', () => {
	const tool = (nodeType: string, nodeTypeVersion: number) => ({ type: 'node', name: 'A tool', node: { nodeType, nodeTypeVersion } });
	/** As in n8n 2.41: the entity `Agent`, whose active version is what was published. */
	const context = (row: object | null) => {
		const asked: unknown[] = [];
		const getRepository = (entity: string) => ({
			findOne: async (query: unknown) => {
				asked.push(entity, query);
				return row;
			},
		});
		return { asked, dbCollections: { Workflow: { manager: { getRepository } } } } as never as HookContext & { asked: unknown[] };
	};

	it('asks for the nodes that it has as tools, in the version that was published', async () => {
		const { hooks, asked } = hooksOver(reference);
		const draft = { tools: [tool('n8n-nodes-draft.thing', 1)] };
		const published = {
			tools: [tool(ours.type, 1), tool(ours.type, 1), tool(theirs.type, 3)],
			subAgents: [{ tools: [tool(ours.type, 2)] }],
		};
		const given = context({ schema: draft, activeVersion: { schema: published } });
		await hooks.agent.preExecute[0]?.call(given, 'agent-1');
		expect(given.asked).toEqual(['Agent', { where: { id: 'agent-1' }, relations: { activeVersion: true } }]);
		expect(asked).toEqual([1, 2].map((version) => ({ kind: 'node', name: ours.type, version })));
	});

	it('stops the agent with the message of the gate', async () => {
		const { hooks } = hooksOver(tampered);
		const given = context({ schema: { tools: [tool(ours.type, 1)] }, activeVersion: null });
		await expect(hooks.agent.preExecute[0]?.call(given, 'agent-1')).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
	});

	it.each<[string, HookContext | undefined]>([
		['n8n passes no database', undefined],
		['n8n has no such agent', context(null)],
	])('says once that its nodes run unchecked, where %s', async (why, given) => {
		const { hooks, lines } = hooksOver(tampered);
		await hooks.agent.preExecute[0]?.call(given, 'agent-1');
		await hooks.agent.preExecute[0]?.call(given, 'agent-1');
		expect(lines).toEqual([
			expect.stringContaining(`Warning: the nodes of n8n's agent agent-1 run unchecked, because they could not be read: ${why}`),
		]);
	});
});
