import { auditCsv } from './audit-csv';

const entry = {
	...{ index: 7, id: 'ab', at: '2026-01-01T00:00:00.000Z', action: 'api_key.created', outcome: 'success' },
	who: { kind: 'key', value: { name: '=HYPERLINK("http://evil.example")', address: '＝1+1', userAgent: '\n+1' } },
	object: { kind: 'api_key', value: '-2+3' },
	details: { kind: 'terms', value: { name: 'a,b' } },
};

it('has no cell that a spreadsheet computes, whatever callers send (TheMorpheus407/the-dmz#361)', () => {
	expect(auditCsv.head).toBe('index,id,at,action,outcome,whoKind,who,address,userAgent,objectKind,object,details\r');
	expect(auditCsv.line(entry)).toBe(
		`7,ab,2026-01-01T00:00:00.000Z,api_key.created,success,key,"'=HYPERLINK(""http://evil.example"")",'＝1+1,"'\n+1",api_key,'-2+3,"{""name"":""a,b""}"\r`,
	);
});

it('says what was forgotten', () => {
	const who = { kind: 'user', sha256: 'x', isForgotten: true };
	expect(auditCsv.line({ ...entry, who, object: undefined, details: undefined })).toContain(',user,(forgotten),,,,,');
});
