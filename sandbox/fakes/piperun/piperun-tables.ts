import type { Fields } from '../fake-server';

export interface PipeRunTables {
	companies: Fields[];
	persons: Fields[];
	deals: Fields[];
	notes: Fields[];
	cities: Fields[];
	pipelines: Fields[];
	stages: Fields[];
	origins: Fields[];
	users: Fields[];
}

export type TableName = keyof PipeRunTables;

type Filter = (row: Fields, value: string) => boolean;

const readText = (row: Fields, name: string): string => {
	const value = row[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const equals =
	(name: string): Filter =>
	(row, value) =>
		readText(row, name) === value;
const contains =
	(name: string): Filter =>
	(row, value) =>
		readText(row, name).toLowerCase().includes(value.toLowerCase());
/** Rows have 0 or 1, filters `true` or `false`. */
const isDeleted = (value: unknown) => ['1', 'true'].includes(String(value));
const both = ['show', 'cursor', 'with'];

const filters: Record<TableName, Record<string, Filter>> = {
	// Both forms of a number match only the stored form.
	companies: { name: contains('name'), cnpj: equals('cnpj'), external_code: equals('external_code'), city_id: equals('city_id') },
	persons: { name: contains('name'), company_id: equals('company_id'), cpf: equals('cpf'), external_code: equals('external_code') },
	deals: {
		title: contains('title'),
		company_id: equals('company_id'),
		person_id: equals('person_id'),
		pipeline_id: equals('pipeline_id'),
		stage_id: equals('stage_id'),
		status: equals('status'),
		deleted: (row, value) => isDeleted(row['deleted']) === isDeleted(value),
	},
	notes: { deal_id: equals('deal_id'), company_id: equals('company_id'), person_id: equals('person_id') },
	cities: { name: contains('name'), uf: equals('uf') },
	pipelines: { name: contains('name') },
	stages: { pipeline_id: equals('pipeline_id') },
	origins: { name: contains('name') },
	users: { name: contains('name') },
};

export function filterRows(table: TableName, rows: Fields[], query: URLSearchParams): Fields[] {
	const wanted = [...query].filter(([name]) => !both.includes(name));
	return rows.filter((row) => wanted.every(([name, value]) => filters[table][name]?.(row, value) ?? true));
}

export const required: Partial<Record<TableName, string[]>> = {
	companies: ['name'],
	persons: ['name'],
	deals: ['pipeline_id', 'stage_id', 'title'],
	notes: ['text'],
};
export const references: Record<string, TableName> = {
	company_id: 'companies',
	person_id: 'persons',
	deal_id: 'deals',
	city_id: 'cities',
	pipeline_id: 'pipelines',
	stage_id: 'stages',
	origin_id: 'origins',
	owner_id: 'users',
};

/** PipeRun ignores other fields. */
export const writable: Partial<Record<TableName, string[]>> = {
	companies: ['name', 'cnpj', 'company_name', 'website', 'city_id', 'external_code', 'customFields', 'observation'],
	persons: ['name', 'cpf', 'job_title', 'city_id', 'company_id', 'custom_fields', 'observation'],
	deals: [
		'title',
		'reference',
		'value',
		'temperature',
		'probability',
		'status',
		'custom_fields',
		'pipeline_id',
		'stage_id',
		'origin_id',
		'owner_id',
		'company_id',
		'person_id',
	],
	notes: ['text', 'deal_id', 'company_id', 'person_id'],
};
