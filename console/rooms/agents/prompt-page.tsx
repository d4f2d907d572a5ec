import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { pathOf, place } from '../../app/router';
import { CopyButton } from '../../parts/copy-button';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { agentsWords as words } from './agents-words';
import { Labels } from './labels';
import { type Manifest, readManifests } from './registry';
import { Rollouts } from './rollouts/rollouts';
import { Versions } from './versions';
import { WithRegistry } from './with-registry';
import { Workshop } from './workshop/workshop';
import { workshopWords } from './workshop/workshop-words';

interface Prompt {
	version: string;
	state: Manifest['state'];
	manifest: { content: string; variables?: string[] };
}

export const PromptPage = ({ id }: { id: string }) => (place.value.rest[2] === 'edit' ? <Workshop name={id} /> : <Published id={id} />);

const Published = ({ id }: { id: string }) => (
	<>
		<div class="page-head">
			<Heading name={words('prompt')}>{id}</Heading>
			<p class="actions">
				<Link to="agents/prompts">{words('back')}</Link>
				<Link to={pathOf('agents', 'prompts', id, 'edit')}>{workshopWords('edit')}</Link>
			</p>
		</div>
		<WithRegistry>
			<Text name={id} />
			<section class="section">
				<h2>{words('versions')}</h2>
				<Versions kind="prompt" name={id} />
				<Labels kind="prompt" name={id} />
				<Rollouts kind="prompt" name={id} />
			</section>
		</WithRegistry>
	</>
);

/** The text for machines: the newest approved version, or the newest draft. */
function Text({ name }: { name: string }) {
	const { data, problem, reload } = useQuery(name, (signal) => readPrompt(name, signal));
	if (problem) return <Fault problem={problem} retry={reload} />;
	if (data === undefined) return <Skeleton />;
	if (data === null) return null;
	const { version, state, manifest } = data;
	return (
		<section class="card" aria-labelledby="text">
			<h2 id="text">
				{words('text')} <span class="quiet">{`${version} (${words(state)})`}</span>
			</h2>
			<pre class="text">{manifest.content}</pre>
			<p class="actions">
				{manifest.variables?.map((variable) => (
					<code key={variable}>{variable}</code>
				))}
				<CopyButton text={manifest.content} about={words('text')} />
			</p>
		</section>
	);
}

async function readPrompt(name: string, signal: AbortSignal): Promise<Prompt | null> {
	const { items } = await readManifests({ kind: 'prompt', name }, undefined, signal);
	const shown = items.find(({ state }) => state === 'approved') ?? items[0];
	return shown ? call<Prompt>(`GET manifests/${shown.sha256}`, { signal }) : null;
}
