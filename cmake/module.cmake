# One folder, one static library, one include root.
#
#   add_module(ledger PURE DEPENDS base USES hash LIBRARIES OpenSSL::Crypto)
#
# A module sees only the modules on its own line: `build/<preset>/include/<m>/<m>` points at `src/<m>`, and only the
# include roots of DEPENDS and USES are on its search path, so a forbidden include does not compile. A module may name
# only modules declared before it, so a cycle is an error here.
#   PURE       same input, same output: checked by `purity` (no clock, file, socket, thread call in the object code)
#   DEPENDS    modules whose types appear in this module's headers: visible to its users
#   USES       modules used in its .cpp files only
#   LIBRARIES / PUBLIC_LIBRARIES   outside libraries, private or visible

function(add_module name)
  cmake_parse_arguments(M "PURE" "" "DEPENDS;USES;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  foreach(other IN LISTS M_DEPENDS M_USES)
    if(NOT TARGET sunlot_${other})
      message(FATAL_ERROR "module '${name}' names '${other}', which is not declared above it")
    endif()
  endforeach()

  set(root ${CMAKE_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/${name} ${root}/${name} SYMBOLIC)

  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*_test.cpp)
  file(GLOB headers CONFIGURE_DEPENDS ${root}/${name}/*.h)
  list(REMOVE_ITEM sources ${tests})
  if(NOT sources)
    file(WRITE ${CMAKE_BINARY_DIR}/empty/${name}.cpp "")
    set(sources ${CMAKE_BINARY_DIR}/empty/${name}.cpp)
  endif()

  add_library(sunlot_${name} STATIC ${sources})
  target_sources(sunlot_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${root} FILES ${headers})
  list(TRANSFORM M_DEPENDS PREPEND sunlot_)
  list(TRANSFORM M_USES PREPEND sunlot_)
  target_link_libraries(sunlot_${name} PUBLIC ${M_DEPENDS} ${M_PUBLIC_LIBRARIES} PRIVATE ${M_USES} ${M_LIBRARIES})
  set_target_properties(sunlot_${name} PROPERTIES LINKER_LANGUAGE CXX)
  if(M_PURE)
    set_property(GLOBAL APPEND PROPERTY SUNLOT_PURE sunlot_${name})
  endif()

  if(tests AND SUNLOT_TESTS)
    add_sunlot_test(${name}_test SOURCES ${tests} LIBRARIES sunlot_${name} ${M_USES} ${M_LIBRARIES})
  endif()
endfunction()

# A GoogleTest + rapidcheck program, one CTest entry for each test in it.
function(add_sunlot_test name)
  cmake_parse_arguments(T "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_LIBRARIES} GTest::gtest_main rapidcheck)
  target_compile_definitions(${name} PRIVATE SUNLOT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # What is tested has every sanitizer; the tests' own code has the address sanitizer alone, which halves the time
  # it takes to compile.
  if(SUNLOT_SANITIZE MATCHES undefined)
    target_compile_options(${name} PRIVATE -O0 -fno-sanitize=undefined)
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
endfunction()

# `cmake --build … --target purity`: no clock, file, socket, thread or process call in the pure libraries.
function(add_purity_check)
  get_property(pure GLOBAL PROPERTY SUNLOT_PURE)
  set(files "")
  foreach(library IN LISTS pure)
    list(APPEND files $<TARGET_FILE:${library}>)
  endforeach()
  add_custom_target(purity
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-purity ${files}
    DEPENDS ${pure} VERBATIM)
endfunction()
