#include <config.h>

#include "reint.h"

int
main(void)
{
    return 0;
}
