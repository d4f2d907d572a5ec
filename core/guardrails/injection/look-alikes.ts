const table: Record<string, string> = {
	a: 'аαɑᴀɐ@',
	b: 'вβʙьƀ',
	c: 'сϲᴄɔ¢',
	d: 'ԁᴅđժ',
	e: 'еεєᴇǝҽ',
	f: 'ꜰɟƒ',
	g: 'ɡɢցƃ',
	h: 'нһʜɥħհ',
	i: 'іιıɪᴉɩӏ',
	j: 'јᴊɾյ',
	k: 'кκᴋʞ',
	l: 'ʟłⅼ|ӏ',
	m: 'мᴍɯ',
	n: 'пηոɴи',
	o: 'оοσᴏøօ',
	p: 'рρᴘ',
	q: 'ԛզ',
	r: 'гʀɹ',
	s: 'ѕꜱʂ',
	t: 'тτᴛʇŧ',
	u: 'υսᴜц',
	v: 'νѵᴠʌ',
	w: 'ѡωᴡʍԝ',
	x: 'хχ×',
	y: 'уγʏʎү',
	z: 'ᴢʐ',
};

const letters = new Map(
	Object.entries(table).flatMap(([letter, alikes]) => [...alikes.replace(/[@|×¢]/g, '')].map((alike) => [alike, letter] as const)),
);

/** Enclosed capitals and flags, which NFKC does not change. */
const enclosed = [0x1f150, 0x1f170, 0x1f1e6];

/** Undefined for a Latin letter. */
export function lookAlike(character: string): string | undefined {
	const listed = letters.get(character);
	if (listed) return listed;
	const code = character.codePointAt(0)!;
	const first = enclosed.find((start) => code >= start && code < start + 26);
	return first === undefined ? undefined : String.fromCharCode(97 + code - first);
}
