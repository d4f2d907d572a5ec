/** Google Sheets' API, as https://developers.google.com/workspace/sheets/api/reference/rest describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type Access, refuseCall } from './access';
import { googleProblem, googleRefusals } from './google-api';
import { answerBy, type Route } from './routes';

export type Cell = string | number;

export interface Sheet {
	sheetId: number;
	title: string;
	maxRows: number;
	rows: Cell[][];
}

export interface Spreadsheet {
	id: string;
	sheets: Sheet[];
}

interface Range {
	sheet: Sheet;
	/** Counted from 0; absent where the range is open. */
	firstRow?: number;
	lastRow?: number;
	firstColumn?: number;
	lastColumn?: number;
}

type Body = Record<string, unknown>;

interface SheetRequest {
	addSheet?: { properties?: { title?: string } };
	appendDimension?: { sheetId?: string | number; length?: number };
}

const readScopes = ['spreadsheets.readonly', 'spreadsheets', 'drive.file', 'drive.readonly', 'drive'].map(toScope);
const writeScopes = ['spreadsheets', 'drive.file', 'drive'].map(toScope);
const invalid = (message: string): OutsideAnswer => googleProblem(400, message, 'badRequest');
const notFound = googleProblem(404, 'Requested entity was not found.', 'notFound');

function toScope(name: string): string {
	return `https://www.googleapis.com/auth/${name}`;
}

/** @param spreadsheet changed in place */
export function googleSheetsService(spreadsheet: Spreadsheet, access: Access): OutsideService {
	return (call: OutsideCall) => {
		const { method, path } = call;
		const refusal = refuseCall(call, access, googleRefusals, method === 'GET' ? readScopes : writeScopes);
		if (refusal) return refusal;
		const { pathname, searchParams } = new URL(path, 'https://sheets.googleapis.com');
		const [, id, resource = ''] = /^\/v4\/spreadsheets\/([^/:]+)(.*)$/.exec(pathname) ?? [];
		if (id !== spreadsheet.id) return notFound;
		const routes = listRoutes(spreadsheet, (call.body || {}) as Body, searchParams.get('valueInputOption'));
		return answerBy(routes, `${method} ${decodeURIComponent(resource)}`, notFound);
	};
}

function listRoutes(spreadsheet: Spreadsheet, body: Body, mode: unknown): Route[] {
	const { id: spreadsheetId, sheets } = spreadsheet;
	return [
		[/^GET $/, () => ({ body: { spreadsheetId, sheets: sheets.map(describeSheet) } })],
		[/^POST :batchUpdate$/, () => changeSheets(spreadsheet, body)],
		[/^POST \/values:batchUpdate$/, () => writeAll(spreadsheet, body.valueInputOption, (body.data ?? []) as Body[])],
		[/^GET \/values\/(.+)$/, (range) => readValues(spreadsheet, range)],
		[/^PUT \/values\/(.+)$/, (range) => writeAll(spreadsheet, mode, [{ range, values: body.values }])],
	];
}

const describeSheet = ({ sheetId, title, maxRows }: Sheet, index: number) => ({
	properties: { sheetId, title, index, sheetType: 'GRID', gridProperties: { rowCount: maxRows, columnCount: 26 } },
});

function changeSheets({ id, sheets }: Spreadsheet, { requests }: Body): OutsideAnswer {
	if (!Array.isArray(requests) || requests.length === 0) return invalid('Must specify at least one request.');
	const replies: object[] = [];
	for (const [index, request] of (requests as SheetRequest[]).entries()) {
		const problem = findProblem(sheets, request);
		if (problem) return invalid(`Invalid requests[${index}]${problem}`);
		replies.push(changeSheet(sheets, request));
	}
	return { body: { spreadsheetId: id, replies } };
}

function findProblem(sheets: Sheet[], { addSheet, appendDimension }: SheetRequest): string | undefined {
	const title = addSheet?.properties?.title ?? '';
	if (addSheet && sheets.some((one) => one.title === title))
		return `.addSheet: A sheet with the name "${title}" already exists. Please enter another name.`;
	if (appendDimension && !findSheet(sheets, appendDimension.sheetId))
		return `.appendDimension: No grid with id: ${appendDimension.sheetId}`;
	return addSheet || appendDimension ? undefined : ': No request set.';
}

function changeSheet(sheets: Sheet[], { addSheet, appendDimension }: SheetRequest): object {
	const sheet = findSheet(sheets, appendDimension?.sheetId);
	if (sheet) sheet.maxRows += appendDimension?.length ?? 0;
	if (!addSheet) return {};
	sheets.push({ sheetId: 1_000 + sheets.length, title: addSheet.properties?.title ?? '', maxRows: 1_000, rows: [] });
	return { addSheet: describeSheet(sheets.at(-1)!, sheets.length - 1) };
}

const findSheet = (sheets: Sheet[], id: unknown): Sheet | undefined => sheets.find(({ sheetId }) => sheetId === Number(id));

function readValues(spreadsheet: Spreadsheet, address: string): OutsideAnswer {
	const range = parseRange(spreadsheet, address);
	if (!range) return invalid(`Unable to parse range: ${address}`);
	const { sheet, firstRow = 0, lastRow = sheet.maxRows - 1, firstColumn = 0, lastColumn = 25 } = range;
	const rows = sheet.rows.slice(firstRow, lastRow + 1).map((row) => row.slice(firstColumn, lastColumn + 1));
	// Without a value, Google leaves the list out.
	return { body: { range: address, majorDimension: 'ROWS', ...(rows.length > 0 && { values: rows }) } };
}

function writeAll(spreadsheet: Spreadsheet, mode: unknown, all: Body[]): OutsideAnswer {
	if (mode !== 'RAW' && mode !== 'USER_ENTERED') return invalid("'valueInputOption' is required but not specified");
	const ranges = all.map(({ range }) => ({ address: String(range), range: parseRange(spreadsheet, String(range)) }));
	const wrong = ranges.find(({ range }) => range === undefined);
	if (wrong) return invalid(`Unable to parse range: ${wrong.address}`);
	const beyond = ranges.find(({ range }) => (range!.lastRow ?? 0) >= range!.sheet.maxRows);
	if (beyond) return invalid(`Range (${beyond.address}) exceeds grid limits. Max rows: ${beyond.range!.sheet.maxRows}, max columns: 26`);
	for (const [index, { range }] of ranges.entries()) {
		const { sheet, firstRow = 0, firstColumn = 0 } = range!;
		for (const [offset, values] of ((all[index]!.values ?? []) as Cell[][]).entries()) {
			while (sheet.rows.length <= firstRow + offset) sheet.rows.push([]);
			const row = sheet.rows[firstRow + offset]!;
			while (row.length < firstColumn) row.push('');
			row.splice(firstColumn, values.length, ...values.map((value) => value ?? ''));
		}
	}
	return { body: { spreadsheetId: spreadsheet.id, totalUpdatedRows: all.length } };
}

/** Reads `Sheet`, `'Sheet'`, `Sheet!A:C`, `Sheet!2:2`, `Sheet!B3` or `Sheet!A1:C9`; undefined for a sheet that does not exist. */
function parseRange({ sheets }: Spreadsheet, address: string): Range | undefined {
	const [, quoted, plain, cells] = /^(?:'([^']+)'|([^'!]+))(?:!(.+))?$/.exec(address) ?? [];
	const sheet = sheets.find(({ title }) => title === (quoted ?? plain));
	if (!sheet || cells === undefined) return sheet && { sheet };
	const [, fromColumn, fromRow, toColumn = fromColumn, toRow = cells.includes(':') ? undefined : fromRow] =
		/^([A-Z])?(\d+)?(?::([A-Z])?(\d+)?)?$/.exec(cells) ?? [];
	if (fromColumn === undefined && fromRow === undefined) return undefined;
	const column = (letter?: string) => (letter === undefined ? undefined : letter.charCodeAt(0) - 65);
	const row = (number?: string) => (number === undefined ? undefined : Number(number) - 1);
	return { sheet, firstRow: row(fromRow), lastRow: row(toRow), firstColumn: column(fromColumn), lastColumn: column(toColumn) };
}
