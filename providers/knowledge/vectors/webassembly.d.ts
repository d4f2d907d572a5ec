/** The part used here: the compiler includes these types only with those of a browser. */
declare namespace WebAssembly {
	class Memory {
		constructor(size: { initial: number });
		readonly buffer: ArrayBuffer;
		grow(pages: number): number;
	}
	class Module {
		constructor(bytes: Uint8Array<ArrayBuffer>);
	}
	class Instance {
		constructor(module: Module, imports: Record<string, Record<string, unknown>>);
		readonly exports: Record<string, unknown>;
	}
}
