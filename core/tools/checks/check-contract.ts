import { getErrorMessage } from '../../base/errors';
import { compileSchema } from '../../json-schema/compile-schema';
import type { JsonSchema } from '../../ports/models/models';
import type { ToolLimits } from '../../ports/tools/tool-shapes';
import type { ToolDefinition } from '../definition/tool-settings';

export async function checkContract(tool: ToolDefinition, where: string): Promise<string[]> {
	if (tool.kind === 'mcp' || tool.kind === 'leads') {
		const { limits = {}, tools = [] } = tool;
		const { outputSchemas = {} } = tool.kind === 'mcp' ? tool : {};
		const unknown = (byName: object) =>
			tools.length === 0 ? [] : Object.keys(byName).filter((name) => name !== '*' && !tools.some((one) => one === name));
		const unusable = Object.entries(outputSchemas).map(([name, schema]) => checkSchema(schema, `${where}.outputSchemas.${name}`));
		return [
			...unknown(limits).map((name) => `${where}.limits names the tool ${name}, which is not in its tools`),
			...unknown(outputSchemas).map((name) => `${where}.outputSchemas names the tool ${name}, which is not in its tools`),
			...(await Promise.all(unusable)).flat(),
			...Object.entries(limits).flatMap(([name, one]) => checkPrice(one, `${where}.limits.${name}`)),
		];
	}
	const ofAgent =
		tool.kind !== 'agent'
			? checkPrice(tool.limits, `${where}.limits`)
			: [
					...(tool.limits?.priceUsd === undefined ? [] : [`${where}.limits.priceUsd is not for agents: what their models cost is known`]),
					...(tool.limits?.timeoutMs === undefined
						? []
						: [`${where}.limits.timeoutMs is not for agents: limits.wallClockMs of the agent holds`]),
					...(tool.outputSchema && tool.handOver ? [`${where}.outputSchema is not for an agent that answers the customer (handOver)`] : []),
				];
	if (!('outputSchema' in tool) || !tool.outputSchema) return ofAgent;
	return [...ofAgent, ...(await checkSchema(tool.outputSchema, `${where}.outputSchema`))];
}

const checkSchema = (schema: JsonSchema, where: string): Promise<string[]> =>
	compileSchema(schema, { thorough: false }).then(
		() => [],
		(error: unknown) => [`${where} is not a usable JSON schema: ${getErrorMessage(error)}`],
	);

/** A cost limit needs a price: only the cost of a called agent is known by itself. */
const checkPrice = ({ costUsd, priceUsd }: ToolLimits = {}, where: string): string[] =>
	costUsd !== undefined && priceUsd === undefined ? [`${where}.costUsd needs priceUsd, what one call costs`] : [];
