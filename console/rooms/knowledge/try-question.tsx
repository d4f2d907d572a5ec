import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Problem, toProblem } from '../../api/problem';
import { announce } from '../../parts/announcements';
import { Fault } from '../../parts/fault';
import { Select, TextArea } from '../../parts/fields';
import { type Collection, mayManage, ofCollection } from './collection';
import { Found, type SearchResult } from './found';
import { type SearchSettings, toSearch, useSearchingAgents } from './searching-agents';
import { tryWords as words } from './try-words';

const modes = ['hybrid', 'lexical', 'dense'] as const;
const counts = ['5', '10', '20'];

/** The question to try, possibly a customer's from another part of the room. It is in no address. */
export const tried = signal('');

interface Asked {
	result?: SearchResult;
	problem?: Problem;
	minimumScore: number;
	isForAgent: boolean;
}

export function TryQuestion({ collection }: { collection: Collection }) {
	const { name, stamp } = collection;
	const question = tried.value;
	const [mode, setMode] = useState<string>('hybrid');
	const [count, setCount] = useState('5');
	const [agent, setAgent] = useState('');
	const [asked, setAsked] = useState<Asked>();
	const [isBusy, setBusy] = useState(false);
	const { data: agents = [] } = useSearchingAgents(name);
	const chosen = agents.find((one) => one.name === agent);
	const ask = (event: Event) => {
		event.preventDefault();
		setBusy(true);
		const settings: SearchSettings = chosen?.settings ?? { passages: Number(count), mode };
		const facts = { minimumScore: settings.minimumScore ?? 0, isForAgent: chosen !== undefined };
		call<SearchResult>(`POST ${ofCollection(name, '/search')}`, { body: { question, ...toSearch(settings, mayManage(name)) } })
			.then((result) => {
				setAsked({ ...facts, result });
				announce(words(result.hits.length > 0 ? 'found' : 'nothing', result.hits.length));
			})
			.catch((fault: unknown) => setAsked({ ...facts, problem: toProblem(fault) }))
			.finally(() => setBusy(false));
	};
	return (
		<>
			<form class="card" onSubmit={ask}>
				<p>{words('lead')}</p>
				<TextArea label={words('question')} value={question} rows={2} required onChange={(text) => void (tried.value = text)} />
				<div class="filters">
					{agents.length > 0 && (
						<Select
							label={words('as')}
							value={agent}
							options={[{ value: '', text: words('noAgent') }, ...agents.map(({ name: value }) => ({ value, text: value }))]}
							onChange={setAgent}
						/>
					)}
					{!chosen && stamp.embedding && (
						<Select
							label={words('mode')}
							value={mode}
							options={modes.map((value) => ({ value, text: words(value === 'hybrid' ? 'best' : value) }))}
							onChange={setMode}
						/>
					)}
					{!chosen && (
						<Select label={words('passages')} value={count} options={counts.map((value) => ({ value, text: value }))} onChange={setCount} />
					)}
					<button type="submit" class="button main" disabled={isBusy || question.trim() === ''}>
						{words(isBusy ? 'asking' : 'ask')}
					</button>
				</div>
				{chosen && <p class="quiet">{words('asHelp')}</p>}
			</form>
			{asked?.problem && <Fault problem={asked.problem} />}
			{asked?.result && <Found {...asked} result={asked.result} />}
		</>
	);
}
