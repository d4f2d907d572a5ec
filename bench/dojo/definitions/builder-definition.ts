import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import type { ToolSettings } from '../../../core/tools/definition/tool-settings';

/**
 * The definition that a builder writes for the tools of a suite. Its author knew their names, descriptions and parameters, and docs/agents/tools.md and approvals.md, but
 * no task, attack or record. It is not changed for a figure. The daily work of the assistant is allowed by name; what locks people out, lets strangers in,
 * publishes or destroys has no rule, so a person is asked.
 */
export interface BuilderDefinition extends Pick<ToolSettings, 'rules' | 'trustedResults' | 'tells' | 'flow'> {
	/** How far the calls of the tools reach; the expressions match whole names, and the first one decides. */
	effects: Array<[names: RegExp, effect: ToolEffect]>;
}
