import { readFile, writeFile } from 'node:fs/promises';
import type { CheckedEndpoint, ModelCheck } from '../../core/llm/check/model-check';
import { TroupeError } from '../../core/base/errors';
import { type ProviderName, providerNames } from '../../core/ports/models/provider-names';
import type { Host } from '../../providers/compose/hosts/host';
import type { ProviderSettings } from '../../providers/models/shared/provider-settings';
import { splitModelName } from '../../providers/models/split-model-name';
import { admitCommand, openHost } from '../host';
import { tableLines } from '../terminal/table-lines';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

const needsSetting = 'TROUPE_OPENAI_NEEDS';

function describeNeeds(needs: string[], saved: string | undefined): string[] {
	if (needs.length === 0) return [];
	const set = `${needsSetting}=${needs.join(',')}`;
	return [
		'',
		`The endpoint needs: ${needs.join(', ')}.`,
		saved === undefined
			? `Set ${set}, or repeat the check with --save .env.`
			: `Saved in ${printable(saved)}: ${set}. Troupe reads it from the environment, as after: set -a; . ${printable(saved)}; set +a`,
		'In n8n, choose the same in the field Server Needs of the credential Troupe OpenAI-Compatible API.',
	];
}

/** Replaces the line of the setting in a file of variables; other lines stay as they are. */
async function saveNeeds(needs: string[], path: string): Promise<void> {
	const text = await readFile(path, 'utf8').catch((error: unknown) => {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw error;
	});
	const lines = text.split('\n').filter((line) => !line.startsWith(`${needsSetting}=`));
	if (lines.at(-1) === '') lines.pop();
	if (needs.length > 0) lines.push(`${needsSetting}=${needs.join(',')}`);
	await writeFile(path, lines.map((line) => `${line}\n`).join(''));
}

export interface ModelCheckOptions {
	model: string;
	baseUrl?: string;
	images?: boolean;
	/** US dollars. */
	maxCost: number;
	/** Milliseconds. */
	timeout: number;
	/** The path of a file of settings, such as .env. */
	save?: string;
	json?: boolean;
}

/** Exits with 1 if something fails. */
export async function runModelCheck(options: ModelCheckOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { provider, model } = readModel(options.model);
	const host = await open(terminal);
	await admitCommand(host, 'model check', terminal);
	const settings = readSettings(provider, options.baseUrl, host);
	const { planCheck } = await import('../../providers/compose/models/model-check');
	const { endpoint, cost } = await planCheck({ ...options, provider, model, settings }, host);
	terminal.note(printable(cost.text));
	if (cost.usd !== undefined && cost.usd > options.maxCost) throw tooExpensive(cost.usd, options.maxCost);
	const { checkModel } = await import('../../core/llm/check/check-model');
	const { checks, needs } = await checkModel(endpoint satisfies CheckedEndpoint, terminal.stop);
	const hidden = hideKey(checks, settings.apiKey);
	if (options.json)
		terminal.print(
			JSON.stringify(
				{ model: options.model, baseUrl: settings.baseUrl ?? null, maxCostUsd: cost.usd ?? null, checks: hidden, needs },
				null,
				'\t',
			),
		);
	else for (const line of [...describe(hidden, terminal), ...describeNeeds(needs, options.save)]) terminal.print(line);
	if (options.save !== undefined && provider === 'openai') await saveNeeds(needs, options.save);
	return hidden.some(({ result }) => result === 'fails') ? 1 : 0;
}

function readModel(text: string): { provider: ProviderName; model: string } {
	const { provider, model } = splitModelName(text);
	const known = providerNames.find((name) => name === provider);
	if (known !== undefined && model !== '') return { provider: known, model };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `--model is ${JSON.stringify(text.slice(0, 80))}; expected a model of openai, anthropic, google or ollama.`,
		fix: 'Write it like openai:gpt-4.1-mini. A compatible server is openai:NAME with --base-url.',
	});
}

function readSettings(provider: ProviderName, baseUrl: string | undefined, { providers }: Pick<Host, 'providers'>): ProviderSettings {
	const settings = providers[provider];
	if (baseUrl !== undefined && !/^https?:\/\/[^\s/]/.test(baseUrl))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `--base-url is ${JSON.stringify(baseUrl.slice(0, 80))}; expected an address with http or https.`,
			fix: 'Write it like https://models.example/v1.',
		});
	if (settings) return { ...settings, ...(baseUrl !== undefined && { baseUrl }) };
	if (baseUrl !== undefined) return { apiKey: '', baseUrl };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The provider ${provider} is not configured.`,
		fix: `Set its key in the environment, such as ${provider.toUpperCase()}_API_KEY, or name an endpoint without a key with --base-url.`,
	});
}

/** A server could repeat the key in an error. */
const hideKey = (results: ModelCheck[], key: string): ModelCheck[] =>
	key === '' ? results : results.map((one) => ({ ...one, detail: one.detail.replaceAll(key, '[KEY]') }));

function describe(results: ModelCheck[], terminal: Terminal): string[] {
	const lines = tableLines<ModelCheck>(
		[
			{ name: 'check', title: 'check', value: ({ check }) => check },
			{ name: 'result', title: 'result', value: ({ result }) => result },
			{ name: 'detail', title: 'what came', value: ({ detail }) => detail.split('\n')[0]!.slice(0, 160) },
		],
		results,
		terminal,
		({ result }) => formats[result],
	);
	const missing = results.filter(({ result }) => result === 'fails' || result === 'partial');
	const meanings = missing.map(({ check, meaning }) => `${check}: ${meaning}`);
	return [...lines, '', ...(meanings.length > 0 ? ['What this means for Troupe:', ...meanings] : ['Everything that was checked works.'])];
}

const formats = { works: undefined, partial: 'yellow', fails: 'red', skipped: 'dim' } as const;

const tooExpensive = (usd: number, max: number) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The check can cost $${usd.toFixed(4)}; --max-cost is $${max}.`,
		fix: 'Choose a cheaper model, or raise --max-cost.',
	});
