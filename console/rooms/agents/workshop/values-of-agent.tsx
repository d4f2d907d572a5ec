import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';
import { useQuery } from '../../../api/use-query';
import { Fault } from '../../../parts/fault';
import { Select } from '../../../parts/fields';
import type { OfferedAgent } from '../agent-list';
import type { Input } from './prompt-drafts';
import { workshopWords as words } from './workshop-words';

/** What of a definition says with which values a prompt runs. */
interface Definition {
	promptReference?: { name: string; variables?: Record<string, string> };
	settings?: Array<{ name: string; default: string | number | string[] }>;
	model?: { route?: Array<{ provider: string; model: string }> };
}

/** What an agent brings to the prompt. */
export interface AgentValues {
	agent: string;
	/** `provider:model` that it asks first. */
	model?: string;
}

interface ValuesOfAgentProps {
	prompt: string;
	inputs: Input[];
	agent: string;
	onChange: (values: AgentValues, inputs: Input[]) => void;
}

/** Lets an agent be chosen, whose values and settings become the sample values, and whose model counts the tokens. */
export function ValuesOfAgent({ prompt, inputs, agent, onChange }: ValuesOfAgentProps) {
	const { data } = useQuery('agents', (signal) => call<{ items: OfferedAgent[] }>('GET agents', { signal }));
	const [problem, setProblem] = useState<Problem>();
	const [isOfPrompt, setOfPrompt] = useState(true);
	const choose = async (id: string) => {
		setProblem(undefined);
		setOfPrompt(true);
		if (id === '') return onChange({ agent: '' }, inputs);
		try {
			const { definition } = await call<{ definition: Definition }>(`GET agents/${encodeURIComponent(id)}/definition`);
			const [first] = definition.model?.route ?? [];
			setOfPrompt(definition.promptReference?.name === prompt);
			onChange({ agent: id, ...(first && { model: `${first.provider}:${first.model}` }) }, fill(inputs, definition, prompt));
		} catch (fault) {
			setProblem(toProblem(fault));
			onChange({ agent: id }, inputs);
		}
	};
	if (!data || data.items.length === 0) return null;
	const options = [{ value: '', text: words('noAgent') }, ...data.items.map(({ id, name }) => ({ value: id, text: `${name} (${id})` }))];
	return (
		<>
			<Select label={words('agent')} value={agent} options={options} onChange={(id) => void choose(id)} />
			{agent !== '' && !isOfPrompt && <p class="quiet">{words('otherPrompt')}</p>}
			{problem && <Fault problem={problem} />}
		</>
	);
}

/** Values of the agent come before those that were typed. */
function fill(inputs: Input[], { promptReference, settings = [] }: Definition, prompt: string): Input[] {
	const own = promptReference?.name === prompt ? promptReference.variables : undefined;
	const values = new Map([
		...settings.map((one) => [one.name, Array.isArray(one.default) ? one.default.join('\n') : String(one.default)] as const),
		...Object.entries(own ?? {}),
	]);
	return inputs.map((input) => ({ ...input, sample: values.get(input.name) ?? input.sample }));
}
