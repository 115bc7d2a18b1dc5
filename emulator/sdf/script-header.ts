/** The comment from which NetSuite knows what a script file is (section_4527904430). */

export type ScriptHeader = { version: string | undefined; tag: string | undefined };

/** The first comment that has the tags; a licence may stand before it. */
export function readHeader(text: string): ScriptHeader {
  const comments = text.match(/\/\*[\s\S]*?\*\//g) ?? [];
  const header = comments.find((comment) => /@NScriptType/i.test(comment)) ?? '';
  return {
    version: /@NApiVersion\s+(\S+)/i.exec(header)?.[1],
    tag: /@NScriptType\s+(\S+)/i.exec(header)?.[1],
  };
}
