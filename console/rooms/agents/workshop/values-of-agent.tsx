import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';
import { useQuery } from '../../../api/use-query';
import { Fault } from '../../../parts/fault';
import { Select } from '../../../parts/fields';
import type { OfferedAgent } from '../agent-list';
import { type Definition, type Filled, fillSamples, readValues } from './fill-samples';
import type { Input } from './prompt-drafts';
import { workshopWords as words } from './workshop-words';

export interface AgentValues {
	agent: string;
	/** `provider:model` of the first choice. */
	model?: string;
}

interface ValuesOfAgentProps {
	prompt: string;
	agent: string;
	onChange: (values: AgentValues) => void;
	/** Reads the current inputs: they may have changed since the choice of the agent. */
	readInputs: () => Input[];
	onFill: (inputs: Input[]) => void;
}

export function ValuesOfAgent({ prompt, agent, onChange, ...ofDraft }: ValuesOfAgentProps) {
	const { data } = useQuery('agents', (signal) => call<{ items: OfferedAgent[] }>('GET agents', { signal }));
	const [problem, setProblem] = useState<Problem>();
	const [isOfPrompt, setOfPrompt] = useState(true);
	const [told, setTold] = useState<Omit<Filled, 'inputs'>>();
	const brought = useRef<ReadonlyMap<string, string>>(new Map());
	// Late answers for an earlier agent, or after leaving the page, change nothing.
	const chosen = useRef<AbortController>(undefined);
	useEffect(() => () => chosen.current?.abort(), []);
	const now = useRef(ofDraft);
	now.current = ofDraft;
	const choose = async (id: string) => {
		chosen.current?.abort();
		const { signal } = (chosen.current = new AbortController());
		setProblem(undefined);
		setTold(undefined);
		setOfPrompt(true);
		onChange({ agent: id });
		if (id === '') return;
		try {
			const { definition } = await call<{ definition: Definition }>(`GET agents/${encodeURIComponent(id)}/definition`, { signal });
			if (signal.aborted) return;
			const [first] = definition.model?.route ?? [];
			setOfPrompt(definition.promptReference?.name === prompt);
			if (first) onChange({ agent: id, model: `${first.provider}:${first.model}` });
			const values = readValues(definition, prompt);
			const { inputs, ...counts } = fillSamples(now.current.readInputs(), values, brought.current);
			brought.current = new Map([...brought.current, ...counts.filled.map((name) => [name, values.get(name)!] as const)]);
			setTold(counts);
			if (counts.filled.length > 0) now.current.onFill(inputs);
		} catch (fault) {
			if (!signal.aborted) setProblem(toProblem(fault));
		}
	};
	if (!data || data.items.length === 0) return null;
	const options = [{ value: '', text: words('noAgent') }, ...data.items.map(({ id, name }) => ({ value: id, text: `${name} (${id})` }))];
	return (
		<>
			<Select label={words('agent')} value={agent} options={options} onChange={(id) => void choose(id)} />
			{agent !== '' && !isOfPrompt && <p class="quiet">{words('otherPrompt')}</p>}
			<p role="status" class="quiet">
				{told && words('filledBy', told.filled.length, told.kept.join(', '))}
			</p>
			{problem && <Fault problem={problem} />}
		</>
	);
}
