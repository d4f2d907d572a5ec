import { AccessibleBpmn } from './service';

/** The module for `additionalModules` of a bpmn-js viewer. */
export const accessibleBpmn: { __init__: string[]; accessibleBpmn: ['type', typeof AccessibleBpmn] } = {
	__init__: ['accessibleBpmn'],
	accessibleBpmn: ['type', AccessibleBpmn],
};
export default accessibleBpmn;

export { AccessibleBpmn, activateEvent, type AccessibleBpmnOptions } from './service';
export { allowsMarkup, createDefaultPolicy } from './trusted-types';
export { type Graph, type GraphNode, type Way } from './graph/graph';
export { type MessageChanges } from './messages/choose-messages';
export { en } from './messages/en';
export { type Message, type Messages } from './messages/messages';
export { pt } from './messages/pt';
export { type ElementTokens } from './state/element-state';
export { type HeatOptions } from './state/heat';
