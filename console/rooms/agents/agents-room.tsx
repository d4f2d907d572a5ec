import { call } from '../../api/call';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { pathOf, place, setQuery } from '../../app/router';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Select } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import { Tabs } from '../../parts/tabs';
import { AgentList } from './agent-list';
import { AgentPage } from './agent-page';
import { agentsWords as words } from './agents-words';
import { PromptPage } from './prompt-page';
import { PublishedList } from './published-list';
import { Rollouts } from './rollouts/rollouts';
import { ProcessThumbnail } from './templates/process-thumbnail';
import { TemplatePage } from './templates/template-page';
import { WithRegistry } from './with-registry';
import { NewPrompt } from './workshop/new-prompt';

const Prompts = () => (
	<WithRegistry>
		<NewPrompt />
		<PublishedList kind="prompt" />
	</WithRegistry>
);
const AllRollouts = () => (
	<WithRegistry>
		<Rollouts />
	</WithRegistry>
);

const parts = [
	{ name: 'list', needs: ['agent:run', 'registry:read', 'evaluation:read'], List: AgentList, One: AgentPage },
	{ name: 'prompts', needs: ['registry:read'], List: Prompts, One: PromptPage },
	{ name: 'rollouts', needs: ['registry:read'], List: AllRollouts, One: undefined },
	{ name: 'templates', needs: ['registry:read'], List: TemplateGallery, One: TemplatePage },
] as const;

export default function AgentsRoom() {
	const [asked, id] = place.value.rest;
	const open = parts.filter(({ needs }) => may(...needs));
	const { name: current, List, One } = open.find(({ name }) => name === asked) ?? open[0]!;
	if (id !== undefined && One) return <One key={id} id={id} />;
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			<Tabs
				label={words('parts')}
				items={open.map(({ name }) => ({ to: `agents/${name}`, text: words(name), isCurrent: name === current }))}
			/>
			<List />
		</>
	);
}

interface ListedTemplate {
	id: string;
	version: string;
	purpose: string;
	source: 'registry' | 'package' | 'folder';
	category?: string;
	isDeprecated?: boolean;
}

function TemplateGallery() {
	const { category } = place.value.query;
	const { data, problem, reload } = useQuery('templates', (signal) => call<{ items: ListedTemplate[] }>('GET templates', { signal }));
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	const categories = [...new Set(data.items.flatMap((one) => one.category ?? []))].sort();
	const shown = data.items.filter((one) => !category || one.category === category);
	return (
		<>
			<div class="filters">
				<Select
					label={words('category')}
					value={category ?? ''}
					options={[{ value: '', text: words('all') }, ...categories.map((value) => ({ value, text: value }))]}
					onChange={(value) => setQuery({ category: value })}
				/>
			</div>
			{shown.length === 0 && <Empty title={words('noSuch')} />}
			<ul class="gallery">
				{shown.map(({ id, version, purpose, source, isDeprecated }) => (
					<li key={id} class="card">
						<h2>
							<Link to={pathOf('agents', 'templates', id)}>{id}</Link>
						</h2>
						<ProcessThumbnail template={id} />
						<p>{purpose}</p>
						<p class="quiet">
							{version}, {words(`from-${source}`)} {isDeprecated && <Status tone="warn">{words('deprecated')}</Status>}
						</p>
					</li>
				))}
			</ul>
		</>
	);
}
