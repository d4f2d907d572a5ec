import chat from './chat.json';
import classifier from './classifier.json';
import clerk from './clerk.json';
import documents from './documents.json';

interface AgentTemplate {
	/** One line, for people. */
	description: string;
	definition: { id: string; name: string; purpose: string; prompt: string };
	/** Files beside the definition, by relative path. */
	files?: Record<string, string>;
}

const sampleDocument = `# Opening hours

The shop is open from Monday to Friday, from 9 to 18 h. It is closed on public holidays.

Replace this file with your own documents: .md, .markdown or .txt.
`;

/** The agents that `troupe agent new` starts from. */
const agentTemplates = {
	chat: { description: 'answers and remembers the conversation', definition: chat },
	documents: {
		description: 'answers from a folder of documents, with citations; without a model it quotes them',
		definition: documents,
		files: { 'documents/opening-hours.md': sampleDocument },
	},
	classifier: { description: 'returns JSON that fits a schema', definition: classifier },
	clerk: { description: 'calls HTTP tools, and asks a person before it changes anything', definition: clerk },
} satisfies Record<string, AgentTemplate>;

export type AgentTemplateName = keyof typeof agentTemplates;

export const agentTemplateNames = Object.keys(agentTemplates) as AgentTemplateName[];

export const findTemplate = (name: AgentTemplateName): AgentTemplate => agentTemplates[name];
