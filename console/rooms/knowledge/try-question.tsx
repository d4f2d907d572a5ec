import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Problem, toProblem } from '../../api/problem';
import { announce } from '../../parts/announcements';
import { Fault } from '../../parts/fault';
import { Select, TextArea } from '../../parts/fields';
import { Status } from '../../parts/status';
import { formatNumber } from '../../words/format';
import { type Collection, mayManage, ofCollection } from './collection';
import { type SearchSettings, toSearch, useSearchingAgents } from './searching-agents';
import { tryWords as words } from './try-words';

interface Place {
	rank: number;
	score: number;
}

interface Hit {
	chunkId: string;
	documentId: string;
	score: number;
	text: string;
	title: string;
	headingPath: string[];
	page?: number;
	pageTo?: number;
	source?: string;
	scores: { lexical?: Place; dense?: Place; rerank?: Place };
}

interface SearchResult {
	hits: Hit[];
	mode: 'lexical' | 'dense' | 'hybrid';
	fellBack?: 'no_vectors' | 'no_embedder' | 'no_words';
	reranker?: string;
	rerankFailure?: { reranker: string; message: string };
}

interface FoundProps {
	result: SearchResult;
	minimumScore: number;
	isForAgent: boolean;
}

/** Lists passages, best first, with source and score; says so if there are none. */
function Found({ result, minimumScore, isForAgent }: FoundProps) {
	const { hits, mode, fellBack, reranker, rerankFailure } = result;
	const kept = hits.filter(({ score }) => score >= minimumScore);
	return (
		<section class="section" aria-label={words('passages')}>
			{kept.length === 0 ? (
				<Nothing left={hits.length} minimumScore={minimumScore} />
			) : (
				<h2>{isForAgent ? words('gets', kept.length) : words('found', kept.length)}</h2>
			)}
			<p class="quiet">
				{[
					words('foundHow', words(mode)),
					fellBack && words(fellBack),
					reranker !== undefined && words('reranked', reranker),
					rerankFailure && words('rerankFailure', rerankFailure.reranker),
				]
					.filter(Boolean)
					.join(' ')}
			</p>
			<ol class="hits">
				{hits.map((hit) => (
					<li key={hit.chunkId}>
						<Passage hit={hit} isLeftOut={hit.score < minimumScore} />
					</li>
				))}
			</ol>
		</section>
	);
}

const say = (score: number): string => formatNumber(score, { maximumFractionDigits: 2 });

function Nothing({ left, minimumScore }: { left: number; minimumScore: number }) {
	return (
		<div class="card nothing-found" role="status">
			<h2>{left > 0 ? words('nothingBelow', left, say(minimumScore)) : words('nothing')}</h2>
			<p>{words('nothingHelp')}</p>
			<ul>
				<li>{words('addOne')}</li>
				<li>{words('rephrase')}</li>
				<li>{words('seeFailed')}</li>
				<li>{words('notYours')}</li>
			</ul>
		</div>
	);
}

function Passage({ hit, isLeftOut }: { hit: Hit; isLeftOut: boolean }) {
	const { title, documentId, headingPath, score, text, source } = hit;
	const under = headingPath.filter((heading) => heading !== title);
	return (
		<article class={`card hit ${isLeftOut ? 'left-out' : ''}`}>
			<h3>
				<bdi class="long">{[title || documentId, ...under].join(' › ')}</bdi>
			</h3>
			<p class="actions">
				<span class="count">{words('scoreOf', say(score))}</span>
				{sayPage(hit) !== undefined && <span>{sayPage(hit)}</span>}
				{isLeftOut && <Status tone="warn">{words('leftOut')}</Status>}
			</p>
			<Text>{text}</Text>
			<dl>
				<Fact name="why">{sayWhy(hit)}</Fact>
				<Fact name="document">{documentId}</Fact>
				{source !== undefined && source !== documentId && <Fact name="source">{source}</Fact>}
			</dl>
		</article>
	);
}

/** With neighbours, or without cutting, a passage can be as long as a book. */
const maxShown = 2_000;

function Text({ children: text }: { children: string }) {
	const [isWhole, setWhole] = useState(false);
	const isCut = text.length > maxShown && !isWhole;
	return (
		<>
			<pre class="text" dir="auto">
				{isCut ? `${text.slice(0, maxShown)} …` : text}
			</pre>
			{isCut && (
				<button type="button" class="button plain" onClick={() => setWhole(true)}>
					{words('showAll')}
				</button>
			)}
		</>
	);
}

const Fact = ({ name, children }: { name: 'why' | 'document' | 'source'; children: ComponentChildren }) => (
	<>
		<dt>{words(name)}</dt>
		<dd>
			<bdi class="long">{children}</bdi>
		</dd>
	</>
);

function sayPage({ page, pageTo }: Hit): string | undefined {
	if (page === undefined) return undefined;
	return pageTo === undefined || pageTo === page ? words('page', String(page)) : words('pages', String(page), String(pageTo));
}

const sayWhy = ({ scores: { lexical, dense, rerank } }: Hit): string =>
	[
		lexical && words('byWords', lexical.rank, say(lexical.score)),
		dense && words('byMeaning', dense.rank, say(dense.score)),
		rerank && words('byReranker', rerank.rank, say(rerank.score)),
	]
		.filter(Boolean)
		.join(' · ');

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
