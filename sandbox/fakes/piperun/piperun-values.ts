import type { Fields } from '../fake-server';
import type { TableName } from './piperun-tables';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isWhole: Check = (value) => Number.isInteger(value);
const isTruth: Check = (value) => typeof value === 'boolean';
const isOneOf =
	(...values: unknown[]): Check =>
	(value) =>
		values.includes(value);
const isDate: Check = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(value);
const areOwnFields: Check = (value) => Array.isArray(value) && value.every((one: Fields) => Number.isInteger(one['id']));

/** Deal values from the documentation of PipeRun's API v1. */
const deals: Record<string, Check> = {
	...{ title: isText, reference: isText, reason_close: isText, status: isOneOf(0, 1, 3), temperature: isOneOf(1, 2, 3, 4) },
	probability: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 90,
	value: (value) => typeof value === 'number',
	...{ closed_at: isDate, created_at: isDate, deleted: isTruth, freezed: isTruth },
	...{ pipeline_id: isWhole, stage_id: isWhole, owner_id: isWhole, origin_id: isWhole, company_id: isWhole, person_id: isWhole },
	custom_fields: areOwnFields,
};

export const listInvalid = (table: TableName, body: Fields): string[] =>
	table === 'deals' ? Object.keys(body).filter((field) => body[field] !== undefined && deals[field]?.(body[field]) === false) : [];
