import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { N8n, N8nCore, N8nWorkflow, Token } from './n8n-api';

interface ExpressionSettings {
	engine: 'legacy' | 'vm' | 'quickjs';
	maxCodeCacheSize: number;
	bridgeTimeout: number;
	bridgeMemoryLimit: number;
}

/** n8n before 2 evaluates expressions without a started engine. */
type ExpressionClass = { initExpressionEngine?(settings: object): Promise<void> };

const needed: Array<keyof N8nCore> = ['LazyPackageDirectoryLoader', 'WorkflowExecute', 'ExecutionLifecycleHooks', 'BinaryDataService'];

/** Loads n8n-core from the operator's installation, and starts files and expressions. */
export async function loadN8n(folder: string): Promise<N8n> {
	const load = createRequire(join(folder, 'package.json'));
	load('reflect-metadata');
	const core = load('n8n-core') as N8nCore;
	const missing = needed.filter((name) => typeof core[name] !== 'function');
	if (missing.length > 0) throw new Error(`n8n-core in ${folder} has no ${missing.join(', ')}; Troupe needs n8n 2`);
	const n8n: N8n = { core, workflow: load('n8n-workflow') as N8nWorkflow, load };
	n8n.workflow.setGlobalState({ defaultTimezone: findTimeZone() });
	await partOf(n8n, core.BinaryDataService).init();
	await startExpressions(n8n);
	return n8n;
}

/** n8n's default zone is New York, wherever the machine is. @throws Error for an unknown zone */
function findTimeZone(): string {
	// oxlint-disable-next-line no-restricted-properties -- a setting of n8n, handed on as it is
	const set = process.env.GENERIC_TIMEZONE?.trim();
	try {
		return new Intl.DateTimeFormat('en', { timeZone: set || undefined }).resolvedOptions().timeZone;
	} catch {
		throw new Error(`GENERIC_TIMEZONE is ${JSON.stringify(set)}; the name of a time zone is expected, such as Europe/Lisbon`);
	}
}

export function partOf<Part>({ load }: N8n, token: Token<Part>): Part {
	const { Container } = load('@n8n/di') as { Container: { get(token: Token<Part>): Part } };
	return Container.get(token);
}

/**
 * Starts the configured engine. All tasks of a process share one isolate: they have one tenant, and a new one costs ten Set nodes
 * (docs/decisions/jobs/0141).
 */
async function startExpressions(n8n: N8n): Promise<void> {
	const { GlobalConfig } = n8n.load('@n8n/config') as { GlobalConfig: Token<{ expressionEngine?: ExpressionSettings }> };
	const settings = partOf(n8n, GlobalConfig).expressionEngine;
	if (settings !== undefined)
		await (n8n.workflow.Expression as ExpressionClass).initExpressionEngine?.({ ...settings, poolSize: 1, sharedCaller: true });
}
