# Puts text files into a library, so that the program can hand them out without files beside it.
#
#   embed_texts(sunlot_api docs/verify verify_files)
#
# makes <build>/embedded/verify_files.cpp, which defines sunlot::api::verify_files() (api/verify_files.h): name and
# content of each *.sql and *.md in the folder but README.md, in order of name. This file is its own generator.

function(embed_texts target directory function)
  set(output ${CMAKE_BINARY_DIR}/embedded/${function}.cpp)
  file(GLOB texts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${directory}/*.sql ${PROJECT_SOURCE_DIR}/${directory}/*.md)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DDIRECTORY=${PROJECT_SOURCE_DIR}/${directory} -DFUNCTION=${function}
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_texts.cmake
    DEPENDS ${texts} ${PROJECT_SOURCE_DIR}/cmake/embed_texts.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

if(CMAKE_SCRIPT_MODE_FILE AND DEFINED OUTPUT)
  file(GLOB texts ${DIRECTORY}/*.sql ${DIRECTORY}/*.md)
  list(FILTER texts EXCLUDE REGEX "README\\.md$")
  list(SORT texts)
  set(code "// Made by cmake/embed_texts.cmake from ${DIRECTORY}.\n#include \"api/${FUNCTION}.h\"\n\n")
  string(APPEND code "namespace sunlot::api {\nnamespace {\nconstexpr TextFile kFiles[] = {\n")
  foreach(text IN LISTS texts)
    get_filename_component(name ${text} NAME)
    file(READ ${text} content)
    string(APPEND code "    {\"${name}\", R\"embedded(${content})embedded\"},\n")
  endforeach()
  string(APPEND code "};\n}  // namespace\n\nstd::span<const TextFile> ${FUNCTION}() {\n    return kFiles;\n}\n\n}  // namespace sunlot::api\n")
  file(WRITE ${OUTPUT} "${code}")
endif()
