/* xlsform_book.c -- writes a codebook as the workbook of a form of KoboToolbox or ODK: the rows of xlsform/make.c. */
#include <config.h>

#include "run/codebook_work.h"

#include "codebook/model.h"
#include "run/named_sheet.h"
#include "xlsform/make.h"

typedef struct writer {
    reinti_book *book;
    reinti_named_sheet sheet;
    bool begun, failed;
} writer;

static void
end_sheet(writer *w)
{
    if (w->begun)
        w->failed = !reinti_named_sheet_end(&w->sheet) || w->failed;
    w->begun = false;
}

static void
on_sheet(void *user, const char *name)
{
    static const char *const none[] = { NULL };
    writer *w = user;

    end_sheet(w);
    reinti_named_sheet_begin(&w->sheet, w->book, name, none);
    w->begun = true;
}

static void
on_row(void *user)
{
    writer *w = user;

    w->sheet.row++;
}

/* Before the first row a cell only says that there is such a column. */
static void
on_cell(void *user, const char *head, const char *text)
{
    writer *w = user;

    if (w->sheet.row)
        reinti_named_sheet_put(&w->sheet, head, text);
    else
        reinti_named_sheet_column(&w->sheet, head);
}

reint_status
reint_codebook_write_xlsform(const reint_codebook *cb, const char *const *form, size_t n, const char *path,
                             reint_findings *findings, reint_error *err)
{
    reinti_book_options options = { reint_codebook_title(cb, NULL), "XLSForm", reint_codebook_id(cb), NULL };
    writer w = { .begun = false };
    const reinti_form_sink sink = { &w, on_sheet, on_row, on_cell };
    reint_status status = reinti_book_create(path, &options, &w.book, err);

    if (status)
        return status;
    status = reinti_xlsform_make(cb, form, n, &sink, findings, err);
    end_sheet(&w);
    if (!status && w.failed)
        status = reinti_no_memory(err);
    reint_status closed = reinti_book_close(w.book, !status, status ? NULL : err);
    return status ? status : closed;
}
