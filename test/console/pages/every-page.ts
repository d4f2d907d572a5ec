/** Every page of the console, with the source that shows it: a new one has to be listed here to be looked at. */
export interface Listed {
	/** Name of its golden. */
	name: string;
	/** Below `/console`; `{name}` is a value of the seed. */
	path: string;
	/** Files below `console` that have its heading. */
	of: string[];
}

const page = (name: string, path: string, ...of: string[]): Listed => ({ name, path, of });

/** The first part of an address is the room. */
export const pages: Listed[] = [
	page('inbox', 'inbox', 'rooms/inbox/inbox-list.tsx'),
	page('approval', 'inbox/approval/{waiting}', 'rooms/inbox/item-pane.tsx'),
	page('task', '{task}', 'rooms/inbox/item-pane.tsx'),
	page('waiting-plan', '{waitingPlan}', 'rooms/inbox/item-pane.tsx'),
	page('conversations', 'conversations', 'rooms/conversations/talk-list.tsx'),
	page('conversation', 'conversations/{maria}', 'rooms/conversations/talk/talk-page.tsx'),
	page('report', 'conversations/report', 'rooms/conversations/report/report-page.tsx'),
	page('settings', 'conversations/settings/sales', 'rooms/conversations/settings/settings-page.tsx'),
	page('versions', 'conversations/versions', 'rooms/conversations/versions-page.tsx'),
	page('deliveries', 'conversations/deliveries', 'rooms/conversations/deliveries-page.tsx'),
	page('runs', 'runs', 'rooms/runs/run-list.tsx'),
	page('run', 'runs/{done}', 'rooms/runs/run-page.tsx'),
	page('compare', 'runs/compare/{done}/{failed}', 'rooms/runs/run-compare.tsx'),
	page('plans', 'plans', 'rooms/plans/plan-list.tsx'),
	page('plan', 'plans/{plan}', 'rooms/plans/plan-page.tsx'),
	page('processes', 'processes', 'rooms/processes/instance-list.tsx'),
	page('instance', 'processes/instances/{instance}', 'rooms/processes/instance-page.tsx'),
	page('definitions', 'processes/definitions', 'rooms/processes/definition-list.tsx'),
	page('agents', 'agents', 'rooms/agents/agents-room.tsx'),
	page('agent', 'agents/list/clerk', 'rooms/agents/agent-page.tsx'),
	page('prompts', 'agents/prompts', 'rooms/agents/agents-room.tsx'),
	page('prompt', 'agents/prompts/tone', 'rooms/agents/prompt-page.tsx'),
	page('workshop', 'agents/prompts/tone/edit', 'rooms/agents/workshop/workshop.tsx'),
	page('rollouts', 'agents/rollouts', 'rooms/agents/agents-room.tsx'),
	page('templates', 'agents/templates', 'rooms/agents/agents-room.tsx'),
	page('template', 'agents/templates/ticket-classifier', 'rooms/agents/templates/template-page.tsx'),
	page('knowledge', 'knowledge', 'rooms/knowledge/collection-list.tsx'),
	page('collection', 'knowledge/collections/house', 'rooms/knowledge/collection-page.tsx'),
	page('costs', 'costs', 'rooms/costs/costs-room.tsx'),
	page('trust', 'trust/audit', 'rooms/trust/trust-room.tsx'),
	page('keys', 'trust/keys', 'rooms/trust/trust-room.tsx'),
	page('privacy', 'trust/privacy', 'rooms/trust/trust-room.tsx'),
	page('health', 'health', 'rooms/health/health-room.tsx'),
	page('nowhere', 'nowhere', 'parts/empty.tsx'),
];
