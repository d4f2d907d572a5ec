import { may } from '../../api/session';
import { place } from '../../app/router';
import { Heading } from '../../parts/heading';
import { Tabs } from '../../parts/tabs';
import { AgentList } from './agent-list';
import { AgentPage } from './agent-page';
import { agentsWords as words } from './agents-words';
import { PromptPage } from './prompt-page';
import { PublishedList } from './published-list';
import { Rollouts } from './rollouts/rollouts';
import { TemplateGallery } from './templates/template-gallery';
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
