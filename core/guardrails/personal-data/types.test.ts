import schema from '../../agents/definition/agent-definition.schema.json';
import { personalDataTypes } from './types';

test('an agent definition accepts every type, and no other', () => {
	expect(schema.properties.guardrails.properties.personalData.properties.types.items.enum).toEqual([...personalDataTypes]);
});
