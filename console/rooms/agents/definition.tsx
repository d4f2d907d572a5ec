import { call } from '../../api/call';
import { Problem } from '../../api/problem';
import { useQuery } from '../../api/use-query';
import { Fault } from '../../parts/fault';
import { Skeleton } from '../../parts/skeleton';
import { formatCost, formatDuration, formatNumber } from '../../words/format';
import { definitionWords as words } from './definition-words';
import { readManifests } from './registry';

interface Tool {
	kind: string;
	name?: string;
	server?: string;
	agent?: string;
	description?: string;
}

/** Parts of a definition that are shown in words; all of it is shown as written. */
interface AgentDefinition {
	name: string;
	purpose: string;
	capabilities?: string[];
	prompt?: string;
	promptReference?: { name: string; range: string };
	model?: { route?: Array<{ provider: string; model: string }>; extractive?: boolean };
	knowledge?: { documents?: string; collection?: string; citations?: string };
	memory?: { turns: number; memories?: number };
	tools?: { define?: Tool[]; rules?: Array<{ tool: string; permission: 'allow' | 'ask' | 'deny' }>; askPerson?: boolean };
	guardrails?: { personalData?: { types: string[]; action?: 'token' | 'partial' | 'block' } };
	limits?: Partial<Record<'modelCalls' | 'toolCalls' | 'tokens' | 'outputTokens' | 'wallClockMs' | 'costUsd', number>>;
	budgets?: Array<{ name: string; per: string; costUsd?: number; tokens?: number; calls?: number }>;
}

interface Shown {
	version: string;
	source: 'registry' | 'folder';
	definition: AgentDefinition;
}

export function Definition({ id }: { id: string }) {
	const { data, problem, reload } = useQuery(id, (signal) => readShown(id, signal));
	if (problem) return <Fault problem={problem} retry={reload} />;
	if (!data) return <Skeleton rows={4} />;
	const { definition, version, source } = data;
	return (
		<section class="card" aria-labelledby="definition">
			<h2 id="definition">
				{definition.name} {version} <span class="quiet">{words(source)}</span>
			</h2>
			<p>{definition.purpose}</p>
			<dl>
				{linesOf(definition).map(([name, value]) => (
					<div key={name} class="pair">
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			<details>
				<summary>{words('prompt')}</summary>
				<pre class="text">{definition.prompt ?? words('published', definition.promptReference?.name ?? '')}</pre>
			</details>
			<details>
				<summary>{words('asWritten')}</summary>
				<pre class="text">{JSON.stringify(definition, null, 2)}</pre>
			</details>
		</section>
	);
}

async function readShown(id: string, signal: AbortSignal): Promise<Shown> {
	try {
		return await call<Shown>(`GET agents/${encodeURIComponent(id)}/definition`, { signal });
	} catch (fault) {
		if (!(fault instanceof Problem) || fault.code !== 'AGENT_NOT_FOUND') throw fault;
		const [newest] = (await readManifests({ kind: 'agent', name: id, state: 'approved' }, undefined, signal)).items;
		if (!newest) throw fault;
		const { manifest } = await call<{ manifest: { content: string } }>(`GET manifests/${newest.sha256}`, { signal });
		return { version: newest.version, source: 'registry', definition: JSON.parse(manifest.content) as AgentDefinition };
	}
}

const linesOf = (definition: AgentDefinition): Array<[string, string]> =>
	[
		[words('models'), tellModels(definition)],
		[words('tools'), tellTools(definition)],
		[words('rules'), tellRules(definition)],
		[words('knowledge'), tellKnowledge(definition)],
		[words('memory'), definition.memory ? words('turns', definition.memory.turns) : ''],
		[words('masks'), tellMasks(definition)],
		[words('limits'), tellLimits(definition)],
		[words('budgets'), tellBudgets(definition)],
		[words('capabilities'), (definition.capabilities ?? []).join(', ')],
	].filter((line): line is [string, string] => line[1] !== '');

function tellModels({ model: { route = [], extractive } = {}, knowledge }: AgentDefinition): string {
	const models = route.map(({ provider, model }) => `${provider}:${model}`).join(words('then'));
	return [models || words('noModel'), knowledge && extractive && words('quotes')].filter(Boolean).join('; ');
}

const nameOf = ({ kind, name, server, agent }: Tool) => `${name ?? agent ?? server ?? kind} (${kind})`;

const tellTools = ({ tools }: AgentDefinition): string =>
	[...(tools?.define ?? []).map(nameOf), ...(tools?.askPerson ? [words('asksPerson')] : [])].join(', ');

const tellRules = ({ tools }: AgentDefinition): string =>
	(tools?.rules ?? []).map(({ tool, permission }) => `${tool}: ${words(permission)}`).join('; ');

const tellKnowledge = ({ knowledge }: AgentDefinition): string =>
	knowledge
		? [knowledge.collection ?? knowledge.documents, knowledge.citations !== 'optional' && words('cites')].filter(Boolean).join('; ')
		: '';

function tellMasks({ guardrails }: AgentDefinition): string {
	const { types = [], action = 'token' } = guardrails?.personalData ?? {};
	return types.length === 0 ? words('masksNothing') : `${types.join(', ')}: ${words(action)}`;
}

function tellLimits({ limits = {} }: AgentDefinition): string {
	const { modelCalls, toolCalls, tokens, outputTokens, wallClockMs, costUsd } = limits;
	return [
		modelCalls !== undefined && words('modelCalls', modelCalls),
		toolCalls !== undefined && words('toolCalls', toolCalls),
		tokens !== undefined && words('tokens', formatNumber(tokens)),
		outputTokens !== undefined && words('outputTokens', formatNumber(outputTokens)),
		wallClockMs !== undefined && formatDuration(wallClockMs),
		costUsd !== undefined && formatCost(costUsd),
	]
		.filter(Boolean)
		.join('; ');
}

const tellBudgets = ({ budgets }: AgentDefinition): string =>
	(budgets ?? [])
		.map(({ name, per, costUsd, tokens, calls }) => {
			const caps = [
				costUsd !== undefined && formatCost(costUsd),
				tokens !== undefined && words('tokens', formatNumber(tokens)),
				calls !== undefined && words('modelCalls', calls),
			];
			return `${name}: ${caps.filter(Boolean).join(', ')} / ${words(per as 'day')}`;
		})
		.join('; ');
