import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Status } from '../../parts/status';
import { formatNumber } from '../../words/format';
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

export interface SearchResult {
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
export function Found({ result, minimumScore, isForAgent }: FoundProps) {
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
