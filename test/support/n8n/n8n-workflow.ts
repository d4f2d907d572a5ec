/** Parts of n8n-workflow that nodes use, from its own files: its index loads 680 of them, a third of a second for each suite. */
export { NodeConnectionTypes } from 'n8n-workflow/dist/cjs/interfaces.js';
export { NodeApiError, NodeOperationError } from 'n8n-workflow/dist/cjs/errors/index.js';
export { nodeNameToToolName } from 'n8n-workflow/dist/cjs/tool-helpers.js';
export { CHAT_NODE_TYPE, CHAT_TRIGGER_NODE_TYPE } from 'n8n-workflow/dist/cjs/constants.js';
