import { page, userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PanelState } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import { showPanel } from './render-panel';
import { section } from './samples';

const LINE = 'Gmail’s layout is not recognised here, so Dealside can’t see whose email this is.';
const UNKNOWN: PanelState = { ...EMPTY_PANEL, isUnrecognised: true, sections: [section([])] };
const STRUCTURE = 'html\n body\n  div.nH role=main';

const lookup = () => page.getByRole('textbox', { name: 'Look up an address', exact: true });
const region = page.getByRole('region', { name: 'Open email' });
const copy = () => page.getByRole('button', { name: 'Copy diagnostic', exact: true });

afterEach(() => void vi.restoreAllMocks());

describe('a conversation Gmail shows in a layout not recognised', () => {
  it('is said to be one, instead of an invitation to open an email', async () => {
    showPanel(UNKNOWN);
    await expect.element(page.getByText(LINE)).toBeVisible();
    await expect.element(page.getByText(/Open an email/)).not.toBeInTheDocument();
  });

  it('says nothing of the kind where an email or the list is open, or the tab has to be loaded again', async () => {
    const { show } = showPanel(EMPTY_PANEL);
    await expect.element(page.getByText('Open an email to see its opportunities')).toBeVisible();
    show({ ...UNKNOWN, needsReload: true });
    await expect.element(page.getByText(/Reload this Gmail tab/)).toBeVisible();
    await expect.element(page.getByText(LINE)).not.toBeInTheDocument();
  });

  it('leads on by an address typed by hand', async () => {
    const { actions } = showPanel(UNKNOWN);
    await userEvent.fill(lookup(), ' Jane@Buyer.example ');
    await userEvent.keyboard('{Enter}');
    expect(actions.choosePerson).toHaveBeenCalledWith({ name: '', address: 'jane@buyer.example' });
  });

  it('shows whoever was looked up, and how to look up somebody else', async () => {
    showPanel({ ...UNKNOWN, subject: { name: '', address: 'jane@buyer.example' } });
    await expect.element(page.getByRole('heading', { level: 1, name: 'Mara Rossi' })).toBeVisible();
    await expect.element(region.getByText('jane@buyer.example')).toBeVisible();
    await expect.element(page.getByText('Tessella', { exact: true })).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'See Mara Rossi in Copper' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Create opportunity' })).toBeVisible();
    await expect.element(lookup()).toBeVisible();
  });

  it('calls somebody no CRM knows by the address looked up', async () => {
    const nobody = section([], { contact: null, company: null });
    showPanel({ ...UNKNOWN, sections: [nobody], subject: { name: '', address: 'jane@buyer.example' } });
    await expect.element(page.getByRole('heading', { level: 1, name: 'jane@buyer.example' })).toBeVisible();
  });

  it('copies how the page is built, and says what that is', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const { actions } = showPanel(UNKNOWN);
    actions.readStructure.mockResolvedValue(STRUCTURE);
    await userEvent.click(copy());
    await expect
      .element(page.getByRole('status').filter({ hasText: 'Copied' }))
      .toHaveTextContent('Copied: tags, roles and class names, no text and no addresses.');
    expect(write).toHaveBeenCalledExactlyOnceWith(STRUCTURE);
  });

  it('shows it, selected, where the browser does not allow copying', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    const { actions } = showPanel(UNKNOWN);
    actions.readStructure.mockResolvedValue(STRUCTURE);
    await userEvent.click(copy());
    const area = page.getByRole('textbox', { name: 'Diagnostic' });
    await expect.element(area).toHaveValue(STRUCTURE);
    const element = area.element() as HTMLTextAreaElement;
    await expect.poll(() => element.selectionEnd - element.selectionStart).toBe(STRUCTURE.length);
  });

  it('says so where the tab does not answer', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const { actions } = showPanel(UNKNOWN);
    actions.readStructure.mockResolvedValue({ kind: 'internal', reason: 'no answer from the Gmail tab' });
    await userEvent.click(copy());
    await expect.element(page.getByText('This Gmail tab does not answer. Reload it and try again.')).toBeVisible();
    expect(write).not.toHaveBeenCalled();
  });
});
