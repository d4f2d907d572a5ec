import type { INodeProperties } from 'n8n-workflow';

const changing = ['delete', 'ingest', 're-embed', 'retain'];

/** Description of the tool for a model, unless its builder has a better one. */
const descriptions: Record<string, string> = {
	search:
		'Finds passages that answer a question in a collection of documents. Call it before you answer from these documents. It returns numbered passages with title and page: answer from them alone, and name the title and page. If no passage answers the question, say so.',
	list: 'Lists the documents of a collection with ID, title, state and metadata.',
	statistics: 'Returns how many documents and passages each collection has.',
	ingest: 'Adds documents to a collection, so that later searches find them.',
	delete: 'Removes documents from a collection for good.',
	retain: 'Removes old documents from a collection for good.',
	're-embed': 'Changes the embedding model of a collection.',
};

/** In place of the field that n8n adds by itself, which describes all of the node's operations at once. */
export const toolFields: INodeProperties[] = Object.entries(descriptions).map(([operation, text]) => ({
	displayName: 'Tool Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	default: text,
	required: true,
	description: 'Tells the model what the tool does and when to call it. Name the subject of your documents.',
	displayOptions: { show: { '@tool': [true], operation: [operation] } },
}));

export const changesNotice: INodeProperties = {
	displayName: 'The agent changes the collection with this operation whenever it calls the tool. To only answer questions, choose Search.',
	name: 'changesNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { '@tool': [true], operation: changing } },
};
