/**
 * The roles that capability code needs, one file for each field. Adapters are in providers/, manifests/ and the hosts. Nothing here imports other
 * parts.
 */
export * from './abuse';
export * from './answer-ending';
export * from './api-keys';
export * from './capabilities/capabilities';
export * from './capabilities/request-pattern';
export * from './channels/audios';
export * from './channels/channel';
export * from './channels/channel-events';
export * from './channels/channel-records';
export * from './channels/contacts';
export * from './channels/deliveries';
export * from './channels/flags';
export * from './channels/desk';
export * from './channels/hand-overs';
export * from './channels/mailbox';
export * from './channels/message-content';
export * from './channels/outbox';
export * from './channels/sessions';
export * from './crm/crm';
export * from './credentials';
export * from './guardrails';
export * from './host';
export * from './knowledge';
export * from './leads';
export * from './events';
export * from './filter/filter';
export * from './manifests';
export * from './memory';
export * from './models';
export * from './moderation';
export * from './quality';
export * from './records';
export * from './oauth-tokens';
export * from './rerankers';
export * from './runs';
export * from './sandbox/levels';
export * from './sandbox/tools';
export * from './settings';
export * from './tenants';
export * from './tool-requests';
export * from './tools';
export * from './usage';
export * from './wake-ups';
export * from './calls';
