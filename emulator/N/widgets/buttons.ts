/** Buttons and links of a page, whichever kind it is. */
import { type Options, textOption } from '../../strictness/arguments.ts';
import { strictProxy } from '../../strictness/strict-proxy.ts';
import { wordOption } from './enums.ts';
import type { Page, WidgetButton } from '../../platform/pages/page.ts';
import { idOf } from './widget-ids.ts';

export function buttonOf(
  { buttons }: Page,
  kind: WidgetButton['kind'],
  options: Options,
  otherwise: string,
): object {
  const id = kind === 'button' ? idOf('addButton', options, buttons) : kind;
  const button = { id, label: String(options.label ?? otherwise), kind };
  buttons.push(button);
  return strictProxy('serverWidget.Button', { label: button.label });
}

export function linkOf({ links }: Page, call: string, options: Options): void {
  links.push({
    title: textOption(call, options, 'title'),
    type: wordOption(call, options, 'type', 'FormPageLinkType'),
    url: textOption(call, options, 'url'),
  });
}
