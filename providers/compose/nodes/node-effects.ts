import type { NodeTask } from '../../tools/n8n-node/node-task';

type Asked = Pick<NodeTask, 'type' | 'parameters' | 'data'>;

/** Nodes of n8n that change nothing outside of the items: they compute, or they read. */
const without = new Set(
	[
		...['aggregate', 'compareDatasets', 'compression', 'convertToFile', 'crypto', 'dateTime', 'editImage', 'extractFromFile', 'filter'],
		...['html', 'htmlExtract', 'iCal', 'if', 'itemLists', 'jwt', 'limit', 'markdown', 'merge', 'moveBinaryData', 'noOp', 'quickChart'],
		...['readBinaryFile', 'readBinaryFiles', 'readPDF', 'renameKeys', 'rssFeedRead', 'set', 'sort', 'splitInBatches', 'splitOut'],
		...['stopAndError', 'summarize', 'switch', 'totp', 'xml'],
	].map((name) => `n8n-nodes-base.${name}`),
);

const readingOperations = /^(get|getAll|getMany|getAllUsers|info|list|lookup|query|read|search|count|history|select|download)$/;
/** Nodes with an operation of one of these names that can write: it runs what a parameter says. */
const asTold = /\.(graphql|.*[sS]ql|postgres\w*|snowflake|crateDb|questDb|timescaleDb|oracleDatabase|googleBigQuery|mongoDb|redis)$/;

const readingMethods = new Set<unknown>(['GET', 'HEAD', 'OPTIONS']);

/** Whether repeating the node changes nothing. Unknown nodes, and those whose parameters are expressions, count as writing. */
export function onlyReads({ type, parameters, data = {} }: Asked): boolean {
	if (without.has(type)) return true;
	const read = (name: string) => data[name] ?? parameters[name];
	if (type === 'n8n-nodes-base.httpRequest') return readingMethods.has(read('method') ?? 'GET');
	const operation = read('operation');
	return type.startsWith('n8n-nodes-base.') && !asTold.test(type) && typeof operation === 'string' && readingOperations.test(operation);
}

/** n8n's name of the operations that send a message and wait for the answer to it. */
const waitingOperation = 'sendAndWait';

/** Whether the node waits for an answer, or can: an expression decides it. */
export function asksForAnswer({ parameters, data = {} }: Asked): 'yes' | 'no' | 'perhaps' {
	const operation = data.operation ?? parameters.operation;
	if (operation === waitingOperation) return 'yes';
	return data.operation === undefined && typeof operation === 'string' && operation.startsWith('=') ? 'perhaps' : 'no';
}
